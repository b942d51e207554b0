using System.Buffers.Binary;

namespace NNCompress.Data;

/// <summary>
/// The IDX format of the MNIST files: two zero bytes, the element type, the number of dimensions, each dimension as a big-endian
/// int32, then the numbers, big-endian and row-major.
/// </summary>
internal static class IdxFile
{
    public static bool Matches(ReadOnlySpan<byte> start) => start is [0, 0, not 0, not 0, ..] && TypeOf(start[2]) is not null;

    public static StoredArray Read(BoundedInput input)
    {
        Span<byte> magic = stackalloc byte[4];
        input.Fill(magic, "the IDX header");
        StoredType type = TypeOf(magic[2])!.Value;
        int[] shape = new int[magic[3]];
        input.Require(4L * shape.Length, "dimensions");
        Span<byte> dimension = stackalloc byte[4];
        for (int i = 0; i < shape.Length; i++)
        {
            input.Fill(dimension, "the IDX header");
            shape[i] = BinaryPrimitives.ReadInt32BigEndian(dimension);
            if (shape[i] < 0)
                throw DataError.Damaged(input.Source, $"dimension {i} of the IDX header is {shape[i]}: the file is damaged, fetch it again.");
        }
        return ElementReader.Read(input, shape, type, bigEndian: true);
    }

    private static StoredType? TypeOf(byte code) => code switch
    {
        0x08 => StoredType.UInt8,
        0x09 => StoredType.Int8,
        0x0B => StoredType.Int16,
        0x0C => StoredType.Int32,
        0x0D => StoredType.Single,
        0x0E => StoredType.Double,
        _ => null,
    };
}
