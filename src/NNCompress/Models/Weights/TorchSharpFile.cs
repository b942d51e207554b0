using System.Text;

namespace NNCompress.Models.Weights;

/// <summary>
/// What TorchSharp's <c>module.save</c> writes (0.99.6 and current versions write the same): the number of entries; for each one its name (length and UTF-8), the number of
/// its type, its rank, its dimensions, and its numbers, little-endian and row-major. Counts, lengths and dimensions are base-128 integers, lowest seven bits first, the top bit set
/// where more follow.
/// </summary>
internal static class TorchSharpFile
{
    private const int MostDimensions = 64, LongestName = 1 << 16, LongestInteger = 9;

    /// <summary>By PyTorch's numbers for types (c10/core/ScalarType.h).</summary>
    private static readonly Dictionary<long, ElementType> Types = new()
    {
        [0] = ElementType.UInt8,
        [1] = ElementType.Int8,
        [2] = ElementType.Int16,
        [3] = ElementType.Int32,
        [4] = ElementType.Int64,
        [5] = ElementType.Half,
        [6] = ElementType.Float,
        [7] = ElementType.Double,
        [11] = ElementType.Bool,
        [15] = ElementType.BFloat16,
    };

    /// <summary>Reads the entries' heads; the numbers stay in the file.</summary>
    /// <param name="file">Stays open as long as the tensors are used.</param>
    /// <param name="path">For messages.</param>
    /// <exception cref="NncException">NNC2172 a type that is not supported; NNC2173 no such file, or damaged.</exception>
    public static IReadOnlyList<WeightTensor> Read(WeightSource file, string path)
    {
        SharpCursor cursor = new(file, path);
        long count = cursor.Integer("the number of entries");
        // A name's length, a type and a rank: less is no entry.
        if (count > (file.Length - cursor.Position) / 3)
            throw WeightError.Sharp(path, $"{count} entries do not fit its {file.Length} bytes");
        List<WeightTensor> tensors = [];
        HashSet<string> names = new(StringComparer.Ordinal);
        for (long i = 0; i < count; i++)
        {
            long length = cursor.Integer("a name's length");
            string name = Encoding.UTF8.GetString(cursor.Bytes(length <= LongestName ? (int)length : throw WeightError.Sharp(path, $"entry {i + 1} has a name of {length} bytes"), "a name"));
            if (!names.Add(name))
                throw WeightError.Sharp(path, $"two entries are named '{WeightError.Shown(name)}'");
            long number = cursor.Integer("a type");
            if (!Types.TryGetValue(number, out ElementType type))
                throw number is >= 0 and < 64 ? WeightError.Type(path, name, $"{number} (ScalarType)") : WeightError.Sharp(path, $"entry '{WeightError.Shown(name)}' has type {number}");
            long[] shape = new long[cursor.Integer("a rank") is long rank and <= MostDimensions ? rank : throw WeightError.Sharp(path, $"entry '{WeightError.Shown(name)}' has more than {MostDimensions} dimensions")];
            for (int d = 0; d < shape.Length; d++)
                shape[d] = cursor.Integer("a dimension");
            long bytes = WeightTensor.Count(shape) * WeightTensor.Width(type);
            if (bytes < 0 || bytes > file.Length - cursor.Position)
                throw WeightError.Sharp(path, $"entry '{WeightError.Shown(name)}' of shape [{string.Join(", ", shape)}] does not fit the {file.Length - cursor.Position} bytes that are left");
            tensors.Add(new WeightTensor(name, type, [.. shape.Select(d => (int)d)], file.Range(cursor.Position, bytes)));
            cursor.Skip(bytes);
        }
        return cursor.Position == file.Length ? tensors : throw WeightError.Sharp(path, $"{file.Length - cursor.Position} bytes follow its last entry");
    }

    /// <exception cref="NncException">NNC2172: TorchSharp has no such type.</exception>
    public static void Write(IReadOnlyList<WeightTensor> tensors, string path, Stream output, CancellationToken cancellation)
    {
        Integer(output, tensors.Count);
        foreach (WeightTensor tensor in tensors)
        {
            byte[] name = Encoding.UTF8.GetBytes(tensor.Name);
            Integer(output, name.Length);
            output.Write(name);
            long? type = Types.Where(t => t.Value == tensor.Type).Select(t => (long?)t.Key).FirstOrDefault();
            Integer(output, type ?? throw WeightError.Type(path, tensor.Name, tensor.Type.ToString()));
            Integer(output, tensor.Shape.Length);
            foreach (int dimension in tensor.Shape)
                Integer(output, dimension);
            tensor.Bytes.CopyTo(output, cancellation);
        }
    }

    private static void Integer(Stream output, long value)
    {
        for (; value > 127; value >>= 7)
            output.WriteByte((byte)(value | 128));
        output.WriteByte((byte)value);
    }

    /// <summary>Goes through a file's heads, a few bytes at a time, and over its numbers.</summary>
    private sealed class SharpCursor(WeightSource file, string path)
    {
        private readonly byte[] buffer = new byte[512];
        private long bufferStart;
        private int buffered;

        public long Position { get; private set; }

        public void Skip(long bytes) => Position += bytes;

        public long Integer(string what)
        {
            long value = 0;
            for (int i = 0; i < LongestInteger; i++)
            {
                byte next = Next(what);
                value |= (long)(next & 127) << (7 * i);
                if (next < 128)
                    return value;
            }
            throw WeightError.Sharp(path, $"{what} at byte {Position - LongestInteger} is longer than {LongestInteger} bytes");
        }

        public byte[] Bytes(int count, string what)
        {
            if (count > file.Length - Position)
                throw Cut(what);
            byte[] bytes = new byte[count];
            file.Read(Position, bytes);
            Position += count;
            return bytes;
        }

        private byte Next(string what)
        {
            if (Position >= file.Length)
                throw Cut(what);
            if (Position < bufferStart || Position >= bufferStart + buffered)
            {
                (bufferStart, buffered) = (Position, (int)Math.Min(buffer.Length, file.Length - Position));
                file.Read(Position, buffer.AsSpan(0, buffered));
            }
            return buffer[Position++ - bufferStart];
        }

        private NncException Cut(string what) => WeightError.Sharp(path, $"it ends after {file.Length} bytes, inside {what}");
    }
}
