using Google.Protobuf;
using NNCompress.Models.Proto;

namespace NNCompress.Models;

/// <summary>Reads and writes .onnx files.</summary>
public static class OnnxFile
{
    /// <summary>Reads a model; weights stored as external data are read from files in the model's folder.</summary>
    /// <exception cref="NncException">NNC2001 missing, NNC2002 unreadable, NNC2010 not ONNX or truncated, NNC2011–2019 unsupported.</exception>
    public static Network Load(string path)
    {
        byte[] bytes;
        try
        {
            bytes = File.ReadAllBytes(path);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new NncException("NNC2001", path, "the model file does not exist: check the path.", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new NncException("NNC2002", path, $"the model file cannot be read: {e.Message}", e);
        }
        return Parse(bytes, path);
    }

    /// <summary>Parses a model from memory.</summary>
    /// <param name="bytes">The content of an .onnx file.</param>
    /// <param name="path">Where it came from: for messages, and the folder of external data.</param>
    /// <exception cref="NncException">NNC2010 not ONNX or truncated, NNC2011–2019 unsupported.</exception>
    public static Network Parse(byte[] bytes, string path)
    {
        ModelProto model;
        try
        {
            model = ModelProto.Parser.ParseFrom(bytes);
        }
        catch (InvalidProtocolBufferException e)
        {
            throw new NncException("NNC2010", path, "the file is not an ONNX model, or it is truncated: it does not parse as one. Export it again.", e);
        }
        if (model.Graph is null || model.Graph.Node.Count == 0 || model.Graph.Output.Count == 0)
            throw new NncException("NNC2010", path, "the file is not an ONNX model: it has no graph with nodes and outputs. Give a file that an ONNX exporter wrote.");
        ExternalData.Inline(model, path);
        Network network = KnownBranches.Resolve(new Network(model, path));
        GraphCheck.Run(network);
        return network;
    }

    /// <summary>Writes the network, weights inside the file, in one atomic step.</summary>
    /// <exception cref="NncException">NNC2003: the file cannot be written.</exception>
    public static void Save(Network network, string path) => AtomicFile.Write(path, network.ToBytes());

    internal static byte[] Serialise(ModelProto model)
    {
        byte[] bytes = new byte[model.CalculateSize()];
        CodedOutputStream output = new(bytes);
        model.WriteTo(output);
        output.CheckNoSpaceLeft();
        return bytes;
    }
}
