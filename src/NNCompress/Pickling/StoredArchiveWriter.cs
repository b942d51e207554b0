using System.Buffers.Binary;
using System.Text;

namespace NNCompress.Pickling;

/// <summary>Writes a zip archive of stored members as PyTorch does: data at multiples of 64 bytes, zip64 where lengths ask for it (APPNOTE 4.3, 4.5.3).</summary>
/// <param name="output">Can seek; is at its beginning.</param>
internal sealed class StoredArchiveWriter(Stream output)
{
    private const int Alignment = 64, LocalLength = 30, Version = 45, PaddingField = 0x4246, WideField = 1;

    // Clocks would make other bytes of the same weights: 1 January 1980, the format's first day.
    private const ushort Date = 0x21;

    private readonly MemoryStream directory = new();
    private int members;

    /// <param name="name">With its folder.</param>
    /// <param name="length">In bytes.</param>
    /// <param name="write">Writes as many.</param>
    public void Add(string name, long length, Action<Stream> write)
    {
        long place = output.Position;
        bool wide = length >= uint.MaxValue;
        byte[] text = Encoding.UTF8.GetBytes(name);
        using MemoryStream extra = new();
        if (wide)
            Numbers(extra, (WideField, 2), (16, 2), (length, 8), (length, 8));
        long data = place + LocalLength + text.Length + extra.Length + 4;
        int padding = (int)((Alignment - (data % Alignment)) % Alignment);
        Numbers(extra, (PaddingField, 2), (padding, 2));
        extra.Write(new byte[padding]);
        Head(output, 0x04034B50, 0, length, wide, text.Length, (int)extra.Length, inDirectory: false);
        output.Write(text);
        extra.WriteTo(output);
        long begin = output.Position;
        CheckedStream content = new(output);
        write(content);
        long end = output.Position;
        if (end - begin != length)
            throw new InvalidOperationException($"{end - begin} bytes of '{name}' were written, and {length} announced.");
        output.Position = place + 14;
        Numbers(output, (content.Checksum, 4));
        output.Position = end;
        Enter(text, content.Checksum, length, place);
    }

    /// <summary>Writes the directory: the archive is whole then.</summary>
    public void Finish()
    {
        long start = output.Position, bytes = directory.Length;
        directory.WriteTo(output);
        long end = output.Position;
        if (start >= uint.MaxValue || members >= ushort.MaxValue)
        {
            Numbers(output, (0x06064B50, 4), (44, 8), (Version, 2), (Version, 2), (0, 4), (0, 4), (members, 8), (members, 8), (bytes, 8), (start, 8));
            Numbers(output, (0x07064B50, 4), (0, 4), (end, 8), (1, 4));
        }
        long count = Math.Min(members, ushort.MaxValue);
        Numbers(output, (0x06054B50, 4), (0, 2), (0, 2), (count, 2), (count, 2), (bytes, 4), (Math.Min(start, uint.MaxValue), 4), (0, 2));
    }

    private void Enter(byte[] name, uint checksum, long length, long place)
    {
        members++;
        bool wide = length >= uint.MaxValue, far = place >= uint.MaxValue;
        using MemoryStream extra = new();
        if (wide || far)
            Numbers(extra, (WideField, 2), ((wide ? 16 : 0) + (far ? 8 : 0), 2));
        if (wide)
            Numbers(extra, (length, 8), (length, 8));
        if (far)
            Numbers(extra, (place, 8));
        Head(directory, 0x02014B50, checksum, length, wide, name.Length, (int)extra.Length, inDirectory: true);
        Numbers(directory, (0, 2), (0, 2), (0, 2), (0, 4), (Math.Min(place, uint.MaxValue), 4));
        directory.Write(name);
        extra.WriteTo(directory);
    }

    private static void Head(Stream stream, uint signature, uint checksum, long length, bool wide, int name, int extra, bool inDirectory)
    {
        long stored = wide ? uint.MaxValue : length;
        Numbers(stream, (signature, 4));
        if (inDirectory)
            Numbers(stream, (Version, 2));
        // Bit 11: names are UTF-8.
        Numbers(stream, (Version, 2), (1 << 11, 2), (0, 2), (0, 2), (Date, 2), (checksum, 4), (stored, 4), (stored, 4), (name, 2), (extra, 2));
    }

    private static void Numbers(Stream stream, params ReadOnlySpan<(long Value, int Width)> numbers)
    {
        Span<byte> bytes = stackalloc byte[8];
        foreach ((long value, int width) in numbers)
        {
            BinaryPrimitives.WriteInt64LittleEndian(bytes, value);
            stream.Write(bytes[..width]);
        }
    }

    /// <summary>Passes bytes on and sums them up.</summary>
    private sealed class CheckedStream(Stream target) : Stream
    {
        private uint state = ZipCrc.Start;

        public uint Checksum => ~state;

        public override bool CanRead => false;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

        public override void Write(ReadOnlySpan<byte> buffer)
        {
            state = ZipCrc.Append(state, buffer);
            target.Write(buffer);
        }

        public override void Flush() => target.Flush();

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();
    }
}
