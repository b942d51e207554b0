using System.Buffers.Binary;

namespace NNCompress.Data;

/// <summary>Turns stored numbers into floats, a block at a time.</summary>
internal static class ElementReader
{
    // A multiple of every element size.
    private const int BlockBytes = 1 << 16;

    public static int SizeOf(StoredType type) => type switch
    {
        StoredType.UInt8 or StoredType.Int8 or StoredType.Bool => 1,
        StoredType.Int16 or StoredType.UInt16 or StoredType.Half => 2,
        StoredType.Int32 or StoredType.UInt32 or StoredType.Single => 4,
        _ => 8,
    };

    /// <summary>Reads an array of <paramref name="shape"/> that fills the rest of the input exactly.</summary>
    /// <param name="input">Positioned behind the header.</param>
    /// <param name="shape">As the header announces it; not checked before.</param>
    /// <param name="type">How each number is stored.</param>
    /// <param name="bigEndian">Whether the most significant byte comes first.</param>
    /// <exception cref="NncException">NNC2041 no samples; NNC2042 more or less data than announced; NNC2046 more numbers than an array can hold.</exception>
    public static StoredArray Read(BoundedInput input, int[] shape, StoredType type, bool bigEndian)
    {
        int count = Count(input.Source, shape);
        int size = SizeOf(type);
        input.Require((long)count * size, "numbers");
        StoredNumbers numbers = new();
        byte[] block = new byte[BlockBytes];
        float[] values = new float[BlockBytes / size];
        for (int done = 0; done < count;)
        {
            int take = Math.Min(count - done, BlockBytes / size);
            input.Fill(block.AsSpan(0, take * size), $"the announced {count} numbers");
            Convert(block.AsSpan(0, take * size), type, bigEndian, values.AsSpan(0, take));
            numbers.Append(values.AsSpan(0, take));
            done += take;
        }
        input.ExpectEnd();
        return new StoredArray(input.Source, shape, type == StoredType.UInt8, numbers);
    }

    private static int Count(string source, int[] shape)
    {
        long count = 1;
        foreach (int dimension in shape)
        {
            if (dimension == 0)
                throw DataError.NotRecognised(source, $"the shape [{string.Join(", ", shape)}] holds no samples: give data with at least one.");
            count *= dimension;
            if (count > Array.MaxLength)
                throw DataError.TooLarge(source, $"the shape [{string.Join(", ", shape)}] holds more than {Array.MaxLength} numbers: give a part of the data.");
        }
        return (int)count;
    }

    /// <summary>Turns as many stored numbers into floats as <paramref name="values"/> has.</summary>
    public static void Convert(ReadOnlySpan<byte> bytes, StoredType type, bool bigEndian, Span<float> values)
    {
        switch (type)
        {
            case StoredType.UInt8:
                for (int i = 0; i < values.Length; i++)
                    values[i] = bytes[i];
                return;
            case StoredType.Int8:
                for (int i = 0; i < values.Length; i++)
                    values[i] = (sbyte)bytes[i];
                return;
            case StoredType.Bool:
                for (int i = 0; i < values.Length; i++)
                    values[i] = bytes[i] == 0 ? 0 : 1;
                return;
            default:
                int size = SizeOf(type);
                for (int i = 0; i < values.Length; i++)
                    values[i] = One(bytes.Slice(i * size, size), type, bigEndian);
                return;
        }
    }

    private static float One(ReadOnlySpan<byte> bytes, StoredType type, bool bigEndian) => type switch
    {
        StoredType.Int16 => bigEndian ? BinaryPrimitives.ReadInt16BigEndian(bytes) : BinaryPrimitives.ReadInt16LittleEndian(bytes),
        StoredType.UInt16 => bigEndian ? BinaryPrimitives.ReadUInt16BigEndian(bytes) : BinaryPrimitives.ReadUInt16LittleEndian(bytes),
        StoredType.Int32 => bigEndian ? BinaryPrimitives.ReadInt32BigEndian(bytes) : BinaryPrimitives.ReadInt32LittleEndian(bytes),
        StoredType.UInt32 => bigEndian ? BinaryPrimitives.ReadUInt32BigEndian(bytes) : BinaryPrimitives.ReadUInt32LittleEndian(bytes),
        StoredType.Int64 => bigEndian ? BinaryPrimitives.ReadInt64BigEndian(bytes) : BinaryPrimitives.ReadInt64LittleEndian(bytes),
        StoredType.UInt64 => bigEndian ? BinaryPrimitives.ReadUInt64BigEndian(bytes) : BinaryPrimitives.ReadUInt64LittleEndian(bytes),
        StoredType.Half => (float)(bigEndian ? BinaryPrimitives.ReadHalfBigEndian(bytes) : BinaryPrimitives.ReadHalfLittleEndian(bytes)),
        StoredType.Single => bigEndian ? BinaryPrimitives.ReadSingleBigEndian(bytes) : BinaryPrimitives.ReadSingleLittleEndian(bytes),
        _ => (float)(bigEndian ? BinaryPrimitives.ReadDoubleBigEndian(bytes) : BinaryPrimitives.ReadDoubleLittleEndian(bytes)),
    };
}
