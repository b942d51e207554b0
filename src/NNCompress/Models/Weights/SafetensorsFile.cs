using System.Buffers.Binary;

namespace NNCompress.Models.Weights;

/// <summary>
/// The safetensors format (github.com/huggingface/safetensors, README "Format"): 8 bytes with the header's length, the header (JSON: name → dtype, shape and
/// data_offsets, and __metadata__), the numbers.
/// </summary>
internal static class SafetensorsFile
{
    /// <summary>The format's own limit.</summary>
    private const int LongestHeader = 100_000_000;

    private const int Prefix = 8, Alignment = 8;

    /// <summary>Whether the file begins like one: a header's length that can be, and a brace.</summary>
    public static bool Matches(ReadOnlySpan<byte> start) =>
        start.Length > Prefix && BinaryPrimitives.ReadUInt64LittleEndian(start) is > 1 and <= LongestHeader && start[Prefix] == (byte)'{';

    /// <summary>Reads the header; the numbers stay in the file.</summary>
    /// <param name="file">Stays open as long as the tensors are used.</param>
    /// <param name="path">For messages.</param>
    /// <exception cref="NncException">NNC2170 the header is damaged; NNC2171 it does not fit the file; NNC2172 a type that is not supported.</exception>
    public static (IReadOnlyList<WeightTensor> Tensors, IReadOnlyList<KeyValuePair<string, string>> Notes) Read(WeightSource file, string path)
    {
        long length = file.Length;
        Span<byte> prefix = stackalloc byte[Prefix];
        if (length < Prefix)
            throw WeightError.Header(path, $"the file has {length} bytes, and its first {Prefix} tell the header's length");
        file.Read(0, prefix);
        ulong header = BinaryPrimitives.ReadUInt64LittleEndian(prefix);
        if (header > LongestHeader || (long)header > length - Prefix)
            throw WeightError.Header(path, $"it is said to have {header} bytes, and may have {Math.Min(LongestHeader, length - Prefix)} here");
        byte[] json = new byte[header];
        file.Read(Prefix, json);
        if (json is not [(byte)'{', ..])
            throw WeightError.Header(path, "it does not begin with a brace");
        (List<SafetensorsEntry> entries, List<KeyValuePair<string, string>> notes) = SafetensorsHeader.Parse(json, path);
        CheckOffsets(entries, length - Prefix - (long)header, path);
        return ([.. entries.Select(e => new WeightTensor(e.Name, e.Type, e.Shape, file.Range(Prefix + (long)header + e.Begin, e.End - e.Begin)))], notes);
    }

    /// <summary>Writes a file: wide numbers first, so that all are aligned; otherwise in the order given.</summary>
    public static void Write(IReadOnlyList<WeightTensor> tensors, IEnumerable<KeyValuePair<string, string>> notes, Stream output, CancellationToken cancellation)
    {
        WeightTensor[] ordered = [.. tensors.OrderByDescending(t => WeightTensor.Width(t.Type))];
        byte[] header = SafetensorsHeader.Make(ordered, notes);
        byte[] padded = new byte[(header.Length + Alignment - 1) / Alignment * Alignment];
        padded.AsSpan().Fill((byte)' ');
        header.CopyTo(padded, 0);
        Span<byte> prefix = stackalloc byte[Prefix];
        BinaryPrimitives.WriteInt64LittleEndian(prefix, padded.Length);
        output.Write(prefix);
        output.Write(padded);
        foreach (WeightTensor tensor in ordered)
            tensor.Bytes.CopyTo(output, cancellation);
    }

    private static void CheckOffsets(List<SafetensorsEntry> entries, long length, string path)
    {
        long end = 0;
        foreach (SafetensorsEntry entry in entries.OrderBy(e => e.Begin).ThenBy(e => e.End))
        {
            string name = WeightError.Shown(entry.Name);
            if (entry.End < entry.Begin || entry.End > length)
                throw WeightError.Offsets(path, $"tensor '{name}' has bytes {entry.Begin} to {entry.End} of {length}");
            if (entry.Begin != end)
                throw WeightError.Offsets(path, entry.Begin < end ? $"tensor '{name}' begins at byte {entry.Begin}, inside one that ends at byte {end}" : $"bytes {end} to {entry.Begin} in front of tensor '{name}' belong to no tensor");
            long count = WeightTensor.Count([.. entry.Shape.Select(d => (long)d)]), needed = count * WeightTensor.Width(entry.Type);
            if (needed != entry.End - entry.Begin)
                throw WeightError.Offsets(path, $"tensor '{name}' has {entry.End - entry.Begin} bytes, and type {entry.Type} and shape [{string.Join(", ", entry.Shape)}] need {needed}");
            end = entry.End;
        }
        if (end != length)
            throw WeightError.Offsets(path, $"the last tensor ends at byte {end} of {length}");
    }
}
