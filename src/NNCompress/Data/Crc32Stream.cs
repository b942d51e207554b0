namespace NNCompress.Data;

/// <summary>Reads through to another stream and, at its end, compares the content's CRC-32 (the polynomial of zip and gzip) with the expected one.</summary>
internal sealed class Crc32Stream(Stream inner, uint expected) : Stream
{
    private static readonly uint[] Table = [.. Enumerable.Range(0, 256).Select(i => Entry((uint)i))];

    private uint state = uint.MaxValue;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    /// <exception cref="InvalidDataException">The end is reached and the checksum differs.</exception>
    public override int Read(Span<byte> buffer)
    {
        int got = inner.Read(buffer);
        foreach (byte b in buffer[..got])
            state = Table[(byte)(state ^ b)] ^ (state >> 8);
        if (got == 0 && buffer.Length > 0 && ~state != expected)
            throw new InvalidDataException("The checksum does not match.");
        return got;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            inner.Dispose();
        base.Dispose(disposing);
    }

    private static uint Entry(uint value)
    {
        for (int bit = 0; bit < 8; bit++)
            value = (value >> 1) ^ ((value & 1) * 0xEDB88320);
        return value;
    }
}
