namespace NNCompress.Data;

/// <summary>Reads through to another stream and, at its end, compares the content's CRC-32 (the polynomial of zip and gzip) with the expected one.</summary>
internal sealed class Crc32Stream(Stream inner, uint expected) : Stream
{
    private uint state = ZipCrc.Start;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    /// <exception cref="InvalidDataException">The end is reached and the checksum differs.</exception>
    public override int Read(Span<byte> buffer)
    {
        int got = inner.Read(buffer);
        state = ZipCrc.Append(state, buffer[..got]);
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
}
