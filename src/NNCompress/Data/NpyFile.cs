using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace NNCompress.Data;

/// <summary>
/// NumPy's .npy format, versions 1 to 3: <c>\x93NUMPY</c>, version, header length, a Python dictionary with <c>descr</c>,
/// <c>fortran_order</c> and <c>shape</c>, then the numbers.
/// </summary>
internal static partial class NpyFile
{
    // NumPy itself refuses to parse longer ones.
    private const int LongestHeader = 10_000;

    public static bool Matches(ReadOnlySpan<byte> start) => start is [0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y', ..];

    public static StoredArray Read(BoundedInput input)
    {
        string header = ReadHeader(input);
        (StoredType type, bool bigEndian) = ParseType(input.Source, Value(TypePattern(), "descr"));
        bool fortran = Value(OrderPattern(), "fortran_order") == "True";
        int[] shape = ParseShape(input.Source, Value(ShapePattern(), "shape"));
        StoredArray stored = ElementReader.Read(input, shape, type, bigEndian);
        return fortran && shape.Length > 1 ? stored with { Numbers = RowMajor(stored.Numbers, shape) } : stored;

        string Value(Regex pattern, string key) => pattern.Match(header) is { Success: true } match
            ? match.Groups[1].Value
            : throw DataError.NotRecognised(input.Source,
                $"the NPY header '{DataError.Shortened(header.Trim())}' has no plain '{key}': save one array of numbers with numpy.save.");
    }

    private static string ReadHeader(BoundedInput input)
    {
        Span<byte> start = stackalloc byte[8];
        input.Fill(start, "the NPY header");
        int major = start[6];
        if (major is < 1 or > 3)
            throw DataError.NotRecognised(input.Source, $"NPY version {major}.{start[7]} is unknown (1 to 3 are): save the array with numpy.save.");
        Span<byte> lengthBytes = stackalloc byte[major == 1 ? 2 : 4];
        input.Fill(lengthBytes, "the NPY header");
        uint length = major == 1 ? BinaryPrimitives.ReadUInt16LittleEndian(lengthBytes) : BinaryPrimitives.ReadUInt32LittleEndian(lengthBytes);
        if (length > LongestHeader)
            throw DataError.Damaged(input.Source, $"the NPY header announces {length} bytes of description (at most {LongestHeader} are read): the file is damaged, save it again.");
        byte[] text = new byte[length];
        input.Fill(text, "the NPY header");
        return Encoding.UTF8.GetString(text);
    }

    private static (StoredType Type, bool BigEndian) ParseType(string source, string descr)
    {
        StoredType? type = descr.Length == 3 && "<>|=".Contains(descr[0]) ? descr[1..] switch
        {
            "u1" => StoredType.UInt8,
            "i1" => StoredType.Int8,
            "b1" => StoredType.Bool,
            "i2" => StoredType.Int16,
            "u2" => StoredType.UInt16,
            "i4" => StoredType.Int32,
            "u4" => StoredType.UInt32,
            "i8" => StoredType.Int64,
            "u8" => StoredType.UInt64,
            "f2" => StoredType.Half,
            "f4" => StoredType.Single,
            "f8" => StoredType.Double,
            _ => null,
        } : null;
        return type is { } known
            ? (known, descr[0] == '>')
            : throw DataError.NotRecognised(source, $"elements of type '{DataError.Shortened(descr)}' are not read: save the array as integers, floats or booleans (for example astype('float32')).");
    }

    private static int[] ParseShape(string source, string text)
    {
        string[] parts = text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        int[] shape = new int[parts.Length];
        for (int i = 0; i < parts.Length; i++)
        {
            if (!int.TryParse(parts[i], NumberStyles.None, CultureInfo.InvariantCulture, out shape[i]))
                throw DataError.TooLarge(source, $"dimension {i} of the NPY shape ({DataError.Shortened(text)}) is past {int.MaxValue}: give a part of the data.");
        }
        return shape;
    }

    /// <summary>Column-major to row-major, some samples at a time: in the file the same element of all samples lies together.</summary>
    private static StoredNumbers RowMajor(StoredNumbers columnMajor, int[] shape)
    {
        int samples = shape[0], length = (int)(columnMajor.Length / samples), most = Math.Clamp(StoredNumbers.MostInMemory / length, 1, samples);
        StoredNumbers rowMajor = new();
        float[] rows = new float[most * length], column = new float[most];
        int[] index = new int[shape.Length];
        for (int first = 0; first < samples; first += most)
        {
            int count = Math.Min(most, samples - first);
            for (int element = 0; element < length; element++)
            {
                columnMajor.Read(((long)element * samples) + first, column.AsSpan(0, count));
                int place = 0;
                for (int axis = 1; axis < shape.Length; axis++)
                    place = (place * shape[axis]) + index[axis];
                for (int sample = 0; sample < count; sample++)
                    rows[(sample * length) + place] = column[sample];
                // The first of the other dimensions goes fastest in the file.
                for (int axis = 1; axis < shape.Length && ++index[axis] == shape[axis]; axis++)
                    index[axis] = 0;
            }
            rowMajor.Append(rows.AsSpan(0, count * length));
        }
        return rowMajor;
    }

    [GeneratedRegex(@"'descr'\s*:\s*'([^']*)'")]
    private static partial Regex TypePattern();

    [GeneratedRegex(@"'fortran_order'\s*:\s*(True|False)")]
    private static partial Regex OrderPattern();

    [GeneratedRegex(@"'shape'\s*:\s*\(([0-9, ]*)\)")]
    private static partial Regex ShapePattern();
}
