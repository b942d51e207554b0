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
    /// <exception cref="NncException">NNC9001: the file that was written does not decode to the model it was made of. NNC2140: the model is too long for one file.</exception>
    public static byte[] Write(Network network, IReadOnlyList<EncodedTensor> tensors)
    {
        MemoryStream file = new();
        Write(network, Sections(network, tensors), file, null);
        byte[] content = file.ToArray();
        try
        {
            NnzFile.Open(content).Verify(Environment.ProcessorCount, _ => null);
        }
        catch (InvalidDataException e)
        {
            throw NotItself(network, e);
        }
        return content;
    }

    /// <summary>The length of the file that <see cref="Write(Network, IReadOnlyList{EncodedTensor})"/> would give.</summary>
    public static long Length(Network network, IReadOnlyList<EncodedTensor> tensors)
    {
        using CountingStream count = new();
        Write(network, Sections(network, tensors), count, null);
        return count.Length;
    }

    /// <summary>Tensors that are coded in memory, as sections of that network's file.</summary>
    internal static IReadOnlyList<CodedSection> Sections(Network network, IReadOnlyList<EncodedTensor> tensors)
    {
        Dictionary<string, EncodedTensor> unique = tensors.ToDictionary(t => t.Name, StringComparer.Ordinal);
        HashSet<string> known = [.. network.ConstantNames];
        if (unique.Keys.FirstOrDefault(n => !known.Contains(n)) is { } missing)
            throw new ArgumentException($"The network has no constant '{missing}'.", nameof(tensors));
        return [.. tensors.Select(t => CodedSection.Of(t, (ElementType)network.Proto(t.Name).DataType))];
    }

    /// <summary>Writes the file section by section.</summary>
    /// <param name="network">The network in its final topology; stays as it is.</param>
    /// <param name="sections">Its coded constants, in any order.</param>
    /// <param name="output">Is written once, from beginning to end.</param>
    /// <param name="dataName">Where the weights are to lie in a file beside the ONNX file: its name. Otherwise null.</param>
    /// <exception cref="NncException">NNC2140: the ONNX file would be too long.</exception>
    internal static void Write(Network network, IReadOnlyList<CodedSection> sections, Stream output, string? dataName)
    {
        Dictionary<string, CodedSection> coded = sections.ToDictionary(s => s.Name, StringComparer.Ordinal);
        SkeletonLayout layout = dataName is null ? SkeletonLayout.Inside(network, coded) : SkeletonLayout.Apart(network, coded, dataName);
        if (layout.OnnxLength > TensorBytes.LongestField)
            throw Network.TooLong(network.Path, layout.OnnxLength, TensorBytes.LongestField);
        byte[] coding = SkeletonEncoder.Encode(layout.Skeleton);

        MemoryStream head = new();
        Span<byte> number = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(number, DecodedChecksum(layout, coded, dataName));
        head.Write(number);
        Varint(head, (int)layout.OnnxLength);
        Varint(head, layout.Skeleton.Length);
        Varint(head, coding.Length);
        Varint(head, layout.Places.Count);
        int splice = 0;
        foreach ((string name, int place, int nameEnd) in layout.Places)
        {
            CodedSection section = coded[name];
            Varint(head, place - splice);
            splice = place;
            head.WriteByte((byte)((int)section.Coding.Coder | (dataName is null ? 0 : NnzDirectory.ApartFlag) | ((int)section.Type << 4)));
            byte[] text = Encoding.UTF8.GetBytes(name);
            Varint(head, nameEnd > 0 ? place - nameEnd + 1 : 0);
            Varint(head, text.Length);
            if (nameEnd == 0)
                head.Write(text);
            Varint(head, section.Shape.Length);
            foreach (int dimension in section.Shape)
                Varint(head, dimension);
            Varint(head, section.Bytes);
        }
        if (dataName is not null && layout.Places.Count > 0)
        {
            byte[] text = Encoding.UTF8.GetBytes(dataName);
            Varint(head, text.Length);
            head.Write(text);
        }
        head.Write(coding);

        uint checksum = Crc32.Of(head.GetBuffer(), 0, (int)head.Length);
        foreach ((string name, _, _) in layout.Places)
            checksum = Crc32.Combine(checksum, coded[name].Checksum, coded[name].Bytes);
        output.Write(NnzDirectory.Signature);
        output.WriteByte((byte)(network.HasGraph ? NnzFile.ModelVersion : NnzFile.WeightsVersion));
        BinaryPrimitives.WriteUInt32LittleEndian(number, checksum);
        output.Write(number);
        head.WriteTo(output);
        foreach ((string name, _, _) in layout.Places)
            coded[name].CopyTo(output);
    }

    internal static NncException NotItself(Network network, Exception cause) =>
        new("NNC9001", network.Path, "the .nnz file just written does not decode to the model it was made of: report this with the model.", cause);

    private static uint DecodedChecksum(SkeletonLayout layout, Dictionary<string, CodedSection> coded, string? dataName)
    {
        byte[] skeleton = layout.Skeleton, gap = new byte[NnzDirectory.Alignment];
        uint crc = dataName is null ? 0 : Crc32.Of(skeleton, 0, skeleton.Length);
        int from = 0;
        long at = 0;
        foreach ((string name, int place, _) in layout.Places)
        {
            CodedSection section = coded[name];
            crc = dataName is null ? Crc32.Append(crc, skeleton, from, place - from) : Crc32.Append(crc, gap, 0, (int)(NnzDirectory.Aligned(at) - at));
            crc = Crc32.Combine(crc, section.DecodedChecksum, section.DecodedBytes);
            at = NnzDirectory.Aligned(at) + section.DecodedBytes;
            from = place;
        }
        return dataName is null ? Crc32.Append(crc, skeleton, from, skeleton.Length - from) : crc;
    }

    private static void Varint(MemoryStream stream, int value)
    {
        uint rest = (uint)value;
        for (; rest > 127; rest >>= 7)
            stream.WriteByte((byte)(rest | 128));
        stream.WriteByte((byte)rest);
    }
}
