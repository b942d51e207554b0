using Google.Protobuf;
using Microsoft.Win32.SafeHandles;
using NNCompress.Models.Proto;

namespace NNCompress.Models;

/// <summary>Reads and writes .onnx files.</summary>
public static class OnnxFile
{
    /// <summary>Files from this length on are read without their great tensors, which are read when they are needed.</summary>
    internal const long OutlineFrom = 1 << 22;

    /// <summary>What a protocol-buffer message may have: the most bytes of an ONNX file.</summary>
    internal const long LongestFile = int.MaxValue;

    /// <summary>Behind an ONNX file's name: the file of its weights where it cannot hold them.</summary>
    public const string DataSuffix = ".data";

    /// <summary>Reads a model. Great tensors stay in the file, or in the files of external data in the model's folder, and are read when they are needed.</summary>
    /// <exception cref="NncException">NNC2001 missing, NNC2002 unreadable, NNC2010 not ONNX or truncated, NNC2011–2019 unsupported.</exception>
    public static Network Load(string path) => Load(path, OutlineFrom, TensorBytes.Great);

    /// <param name="path">Of the file.</param>
    /// <param name="outlineFrom">Length from which on great tensors stay in the file.</param>
    /// <param name="great">Bytes from which on a tensor is great.</param>
    internal static Network Load(string path, long outlineFrom, int great)
    {
        try
        {
            using SafeFileHandle handle = FileBytes.Open(path);
            if (RandomAccess.GetLength(handle) < outlineFrom)
                return Parse(File.ReadAllBytes(path), path);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new NncException("NNC2001", path, "the model file does not exist: check the path.", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new NncException("NNC2002", path, $"the model file cannot be read: {e.Message}", e);
        }
        using FileStream stream = new(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, 1 << 16);
        SafeFileHandle file = FileBytes.Open(path);
        return Read(stream, path, great, (offset, length) => new FileBytes(file, path, offset, length));
    }

    /// <summary>Reads a model whose great tensors are read when they are needed.</summary>
    /// <param name="content">The ONNX file; of great tensors' raw data only the lengths matter.</param>
    /// <param name="path">Where it came from: for messages, and the folder of external data.</param>
    /// <param name="great">Bytes from which on a tensor is great.</param>
    /// <param name="stored">Gives a great tensor's raw data, by offset and length.</param>
    /// <param name="prepare">Changes the model before it is looked at; null for as it is.</param>
    /// <param name="graph">False where there must be constants alone, and no graph.</param>
    /// <exception cref="NncException">NNC2010 not ONNX or truncated, NNC2011–2019 unsupported.</exception>
    internal static Network Read(Stream content, string path, int great, Func<long, long, TensorBytes> stored, Action<ModelProto>? prepare = null, bool graph = true)
    {
        try
        {
            ModelProto model = ModelOutline.Read(content, great, stored);
            if (model.Graph is not null)
                prepare?.Invoke(model);
            return graph ? Checked(model, path) : Constants(model, path);
        }
        catch (Exception e) when (e is InvalidProtocolBufferException or InvalidDataException or EndOfStreamException)
        {
            throw NotOnnx(path, e);
        }
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
            throw NotOnnx(path, e);
        }
        return Checked(model, path);
    }

    private static NncException NotOnnx(string path, Exception e) =>
        new("NNC2010", path, "the file is not an ONNX model, or it is truncated: it does not parse as one. Export it again.", e);

    private static Network Checked(ModelProto model, string path)
    {
        if (model.Graph is null || model.Graph.Node.Count == 0 || model.Graph.Output.Count == 0)
            throw new NncException("NNC2010", path, "the file is not an ONNX model: it has no graph with nodes and outputs. Give a file that an ONNX exporter wrote.");
        ExternalData.Attach(model, path);
        Network network = KnownBranches.Resolve(new Network(model, path));
        GraphCheck.Run(network);
        return network;
    }

    private static Network Constants(ModelProto model, string path) => model.Graph is { Node.Count: 0, Input.Count: 0, Output.Count: 0 }
        ? new Network(model, path)
        : throw new NncException("NNC2061", path, "the .nnz file is damaged or truncated: it is said to hold weights without a graph, and has one. Copy it again from where it was made, or compress the model again.");

    /// <summary>Writes the network: weights inside the file where one file can hold them, else beside it in a file with <see cref="DataSuffix"/> behind its name.</summary>
    /// <returns>The paths of what was written, the ONNX file's first. Each takes its place when all are written.</returns>
    /// <exception cref="NncException">NNC2003: a file cannot be written. NNC2140: it would be too long with the weights beside it.</exception>
    public static IReadOnlyList<string> Save(Network network, string path) => Save(network, path, LongestFile);

    /// <param name="network">What to write.</param>
    /// <param name="path">Of the ONNX file.</param>
    /// <param name="longest">The most bytes that it may have.</param>
    internal static IReadOnlyList<string> Save(Network network, string path, long longest)
    {
        if (network.StoredBytes <= longest)
        {
            AtomicFile.Write(path, network.WriteTo);
            return [path];
        }
        using StagedFile model = new(path), data = new(path + DataSuffix);
        byte[] graph = [];
        data.Fill(stream => graph = network.WriteApart(stream, Path.GetFileName(path) + DataSuffix));
        model.Fill(stream => stream.Write(graph));
        data.Commit();
        model.Commit();
        return [path, path + DataSuffix];
    }

    internal static byte[] Serialise(ModelProto model)
    {
        byte[] bytes = new byte[model.CalculateSize()];
        CodedOutputStream output = new(bytes);
        model.WriteTo(output);
        output.CheckNoSpaceLeft();
        return bytes;
    }
}
