using System.Buffers.Binary;

namespace NNCompress.Models.Weights;

/// <summary>bfloat16: the upper half of a 32-bit float.</summary>
internal static class BrainFloat
{
    private const int Part = 1 << 15;

    /// <summary>Such numbers seen as 32-bit floats.</summary>
    public static TensorBytes Widened(TensorBytes narrow) => new WidenedBytes(narrow);

    /// <summary>32-bit floats seen as such numbers, rounded to nearest, ties to even.</summary>
    public static TensorBytes Narrowed(TensorBytes wide) => wide is WidenedBytes widened ? widened.Narrow : new NarrowedBytes(wide);

    private static ushort Round(uint pattern) =>
        // Not a number stays one, whatever of its payload is cut off.
        (pattern & 0x7FFFFFFF) > 0x7F800000 ? (ushort)((pattern >> 16) | 64) : (ushort)((pattern + 0x7FFF + ((pattern >> 16) & 1)) >> 16);

    private sealed class WidenedBytes(TensorBytes narrow) : TensorBytes
    {
        public TensorBytes Narrow => narrow;

        public override long Length => 2 * narrow.Length;

        public override void Read(long offset, Span<byte> target)
        {
            byte[] from = new byte[Math.Min(target.Length / 2, Part)];
            for (int at = 0; at < target.Length;)
            {
                Span<byte> part = from.AsSpan(0, Math.Min(from.Length, (target.Length - at) / 2));
                narrow.Read((offset + at) / 2, part);
                for (int i = 0; i < part.Length; i += 2)
                    BinaryPrimitives.WriteUInt32LittleEndian(target[(at + (2 * i))..], (uint)BinaryPrimitives.ReadUInt16LittleEndian(part[i..]) << 16);
                at += 2 * part.Length;
            }
        }
    }

    private sealed class NarrowedBytes(TensorBytes wide) : TensorBytes
    {
        public override long Length => wide.Length / 2;

        public override void Read(long offset, Span<byte> target)
        {
            byte[] from = new byte[Math.Min(2 * (long)target.Length, 2 * Part)];
            for (int at = 0; at < target.Length;)
            {
                Span<byte> part = from.AsSpan(0, Math.Min(from.Length, 2 * (target.Length - at)));
                wide.Read(2 * (offset + at), part);
                for (int i = 0; i < part.Length; i += 4)
                    BinaryPrimitives.WriteUInt16LittleEndian(target[(at + (i / 2))..], Round(BinaryPrimitives.ReadUInt32LittleEndian(part[i..])));
                at += part.Length / 2;
            }
        }
    }
}
