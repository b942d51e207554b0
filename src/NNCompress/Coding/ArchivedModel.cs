using NNCompress.Models;
using NNCompress.Models.Proto;
using NNCompress.Runtime;

namespace NNCompress.Coding;

/// <summary>The network in an .nnz file, whose weights are decoded when they are needed.</summary>
internal static class ArchivedModel
{
    /// <summary>Reads the graph; the archive must stay open.</summary>
    /// <exception cref="NncException">NNC2010–2019: the model inside cannot be used. NNC2142: a tensor is too long to be used without a file.</exception>
    public static Network Read(NnzFile archive, string path)
    {
        if (archive.DataName is not null)
            return Apart(archive, path);
        Dictionary<long, NnzSection> places = archive.Sections.Where(s => s.DecodedBytes > 0).ToDictionary(s => s.Place);
        SplicedStream file = new(archive);
        return OnnxFile.Read(file, path, 1, (offset, length) => places.TryGetValue(offset, out NnzSection? section) && section.DecodedBytes == length
            ? new SectionBytes(section, path) : Held(file, offset, length, archive.Skeleton.Length), graph: archive.HasGraph);
    }

    private static Network Apart(NnzFile archive, string path)
    {
        Dictionary<string, NnzSection> sections = archive.Sections.ToDictionary(s => s.Name);
        using MemoryStream file = new(archive.Skeleton, writable: false);
        return OnnxFile.Read(file, path, 1, (offset, length) => Held(file, offset, length, archive.Skeleton.Length), model =>
        {
            foreach (TensorProto tensor in model.Graph.Initializer)
            {
                if (!sections.TryGetValue(tensor.Name, out NnzSection? section))
                    continue;
                if (section.DecodedBytes > TensorBytes.LongestField)
                    throw new NncException("NNC2142", path, $"tensor '{tensor.Name}' has {section.DecodedBytes} bytes, and at most {TensorBytes.LongestField} can be used out of an .nnz file: decode it first, and give the ONNX file.");
                tensor.ExternalData.Clear();
                tensor.ClearDataLocation();
                tensor.RawData = new SectionBytes(section, path).AsField();
            }
        }, archive.HasGraph);
    }

    private static TensorBytes Held(Stream file, long offset, long length, int most)
    {
        if (length > most)
            throw new InvalidDataException($"A field of {length} bytes is no tensor's section, and the model has {most} bytes beside these.");
        byte[] bytes = new byte[length];
        file.Position = offset;
        file.ReadExactly(bytes);
        return TensorBytes.Held(bytes);
    }
}
