using NNCompress.Coding;
using NNCompress.Models;
using NNCompress.Runtime;

namespace NNCompress.Compression;

/// <summary>A model read from an .onnx or .nnz file, recognised by content.</summary>
/// <param name="Network">The network, decoded where need be.</param>
/// <param name="Bytes">Length of the file, side files with external data included.</param>
/// <param name="Archive">The opened .nnz file, or null.</param>
public sealed record ModelSource(Network Network, long Bytes, NnzFile? Archive)
{
    /// <exception cref="NncException">NNC2001, NNC2002: no such file, or unreadable. NNC2010–2014, NNC2060–2063: not a model that can be read.</exception>
    public static ModelSource Read(string path)
    {
        byte[] start = Start(path);
        // An ONNX file begins with its IR version (field 1, a varint) under whatever name it has.
        bool damaged = Path.GetExtension(path).Equals(".nnz", StringComparison.OrdinalIgnoreCase) && start is not [0x08, ..];
        if (!NnzReader.IsNnz(start) && !damaged)
        {
            Network network = OnnxFile.Load(path);
            return new ModelSource(network, Math.Max(new FileInfo(path).Length, network.StoredBytes), null);
        }
        NnzFile archive = NnzReader.Open(path);
        return new ModelSource(ArchivedModel.Read(archive, path), new FileInfo(path).Length, archive);
    }

    /// <exception cref="NncException">NNC1025: the verb needs an ONNX model. NNC2112: it is quantised already. And as of <see cref="Read"/>.</exception>
    public static ModelSource ReadOnnx(string path, string verb)
    {
        ModelSource source = Read(path);
        if (source.Archive is null)
        {
            return !source.Network.IsQuantised ? source
                : throw new NncException("NNC2112", path, $"{verb} starts from a network in floats, and in this one 8-bit integers stand for them already ({source.Network.Nodes.First(n => n.IsQuantisation)}): give the float model that it was made from. evaluate and inspect take it as it is.");
        }
        throw new NncException("NNC1025", path, $"{verb} starts from an ONNX model, and this file is an .nnz artifact: decode it first, or give the original model.");
    }

    private static byte[] Start(string path)
    {
        try
        {
            using FileStream stream = File.OpenRead(path);
            byte[] start = new byte[16];
            return start[..stream.ReadAtLeast(start, start.Length, throwOnEndOfStream: false)];
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new NncException("NNC2001", path, "the model file does not exist: check the path.", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new NncException("NNC2002", path, $"the model file cannot be read: {e.Message}", e);
        }
    }
}
