using System.Buffers.Binary;
using System.Text;
using NNCompress.Models;
using NNCompress.Runtime;

namespace NNCompress.Coding;

/// <summary>Writes .nnz files (FORMAT.md).</summary>
public static class NnzWriter
{
    /// <summary>Puts the decoded values into a copy of the network, and its ONNX file, cut up and coded, into an .nnz file.</summary>
    /// <param name="network">The network in its final topology; stays as it is.</param>
    /// <param name="tensors">Coded constants of the network, in any order; every other constant stays exact in the skeleton.</param>
    /// <exception cref="ArgumentException">The network has no constant of a tensor's name, or two tensors have one name.</exception>
    /// <exception cref="NncException">NNC9001: the file that was written does not decode to the model it was made of.</exception>
    public static byte[] Write(Network network, IReadOnlyList<EncodedTensor> tensors)
    {
        Network decoded = network.Clone();
        foreach (EncodedTensor tensor in tensors)
            decoded.Replace(tensor.Decoded);
        byte[] onnx = decoded.ToBytes();
        Dictionary<string, EncodedTensor> coded = tensors.ToDictionary(t => t.Decoded.Name, StringComparer.Ordinal);
        List<WeightRange> ranges = [.. WeightRange.Find(onnx).Where(r => coded.ContainsKey(r.Name)).OrderBy(r => r.Start)];
        byte[] file = Assemble(onnx, ranges, coded);
        if (!NnzFile.Open(file).ReadOnnx().AsSpan().SequenceEqual(onnx))
            throw new NncException("NNC9001", network.Path, "the .nnz file just written does not decode to the model it was made of: report this with the model.");
        return file;
    }

    private static byte[] Assemble(byte[] onnx, List<WeightRange> ranges, Dictionary<string, EncodedTensor> coded)
    {
        MemoryStream skeleton = new(), directory = new(), sections = new();
        int from = 0, splice = 0;
        foreach (WeightRange range in ranges)
        {
            skeleton.Write(onnx, from, range.Start - from);
            from = range.Start + range.Length;
            EncodedTensor tensor = coded[range.Name];
            int place = (int)skeleton.Length;
            Varint(directory, place - splice);
            splice = place;
            directory.WriteByte((byte)((int)tensor.Coder | ((int)ElementTypeOf(tensor, range) << 4)));
            WriteName(directory, range, skeleton, place);
            Varint(directory, tensor.Decoded.Shape.Length);
            foreach (int dimension in tensor.Decoded.Shape)
                Varint(directory, dimension);
            Varint(directory, tensor.Payload.Length);
            sections.Write(tensor.Payload);
        }
        skeleton.Write(onnx, from, onnx.Length - from);
        byte[] coding = SkeletonEncoder.Encode(skeleton.ToArray());

        MemoryStream content = new();
        Span<byte> number = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(number, Crc32.Of(onnx, 0, onnx.Length));
        content.Write(number);
        Varint(content, onnx.Length);
        Varint(content, (int)skeleton.Length);
        Varint(content, coding.Length);
        Varint(content, ranges.Count);
        directory.WriteTo(content);
        content.Write(coding);
        sections.WriteTo(content);

        MemoryStream file = new();
        file.Write(NnzDirectory.Signature);
        file.WriteByte(NnzFile.FormatVersion);
        BinaryPrimitives.WriteUInt32LittleEndian(number, Crc32.Of(content.GetBuffer(), 0, (int)content.Length));
        file.Write(number);
        content.WriteTo(file);
        return file.ToArray();
    }

    // The width of the data in the file tells its type, which the replaced constant kept.
    private static ElementType ElementTypeOf(EncodedTensor tensor, WeightRange range) => (range.Length / tensor.Decoded.Length) switch
    {
        2 => ElementType.Half,
        8 => ElementType.Double,
        _ => ElementType.Float,
    };

    private static void WriteName(MemoryStream directory, WeightRange range, MemoryStream skeleton, int place)
    {
        byte[] name = Encoding.UTF8.GetBytes(range.Name);
        int back = range.Start - range.NameEnd;
        bool refers = range.NameEnd > 0 && back <= place - name.Length
            && skeleton.GetBuffer().AsSpan(place - back - name.Length, name.Length).SequenceEqual(name);
        Varint(directory, refers ? back + 1 : 0);
        Varint(directory, name.Length);
        if (!refers)
            directory.Write(name);
    }

    private static void Varint(MemoryStream stream, int value)
    {
        uint rest = (uint)value;
        for (; rest > 127; rest >>= 7)
            stream.WriteByte((byte)(rest | 128));
        stream.WriteByte((byte)rest);
    }
}
