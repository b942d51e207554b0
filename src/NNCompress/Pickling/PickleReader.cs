using System.Buffers.Binary;
using System.Text;

namespace NNCompress.Pickling;

/// <summary>Reads a pickle's opcodes and what stands behind them; lengths in it are believed up to its end.</summary>
internal sealed class PickleReader
{
    private readonly byte[] content;
    private readonly string path;
    private int at;

    /// <param name="content">The pickle.</param>
    /// <param name="path">For messages.</param>
    public PickleReader(byte[] content, string path) => (this.content, this.path) = (content, path);

    public byte Byte() => Take(1)[0];

    public ushort UInt16() => BinaryPrimitives.ReadUInt16LittleEndian(Take(2));

    public int Int32() => BinaryPrimitives.ReadInt32LittleEndian(Take(4));

    public uint UInt32() => BinaryPrimitives.ReadUInt32LittleEndian(Take(4));

    public double Double() => BinaryPrimitives.ReadDoubleBigEndian(Take(8));

    /// <param name="width">Bytes of the length in front: 1, 4 or 8.</param>
    /// <exception cref="NncException">NNC2176: fewer are left.</exception>
    public ReadOnlySpan<byte> Counted(int width)
    {
        ReadOnlySpan<byte> bytes = Take(width);
        ulong length = width == 1 ? bytes[0] : width == 4 ? BinaryPrimitives.ReadUInt32LittleEndian(bytes) : BinaryPrimitives.ReadUInt64LittleEndian(bytes);
        return Take(length <= (ulong)(content.Length - at) ? (int)length : throw Cut());
    }

    /// <returns>A long of the bytes behind a length of one byte; not a number where it takes more than eight.</returns>
    public object Long()
    {
        // Longer ones are seeds and the like, and nothing here counts by them.
        ReadOnlySpan<byte> bytes = Counted(1);
        if (bytes.Length > sizeof(long))
            return double.NaN;
        long value = bytes.Length > 0 && (sbyte)bytes[^1] < 0 ? -1 : 0;
        for (int i = bytes.Length - 1; i >= 0; i--)
            value = (value << 8) | bytes[i];
        return value;
    }

    /// <summary>Text up to the end of its line.</summary>
    public string Line()
    {
        int length = content.AsSpan(at).IndexOf((byte)'\n');
        string line = Encoding.UTF8.GetString(Take(length < 0 ? int.MaxValue : length));
        at++;
        return line;
    }

    /// <exception cref="NncException">NNC2176: fewer are left.</exception>
    public ReadOnlySpan<byte> Take(int count)
    {
        if (count > content.Length - at)
            throw Cut();
        ReadOnlySpan<byte> taken = content.AsSpan(at, count);
        at += count;
        return taken;
    }

    private NncException Cut() => PickleError.Damaged(path, $"it ends after {content.Length} bytes, inside an object");
}
