using NNCompress.Coding;
using NNCompress.Models;
using NNCompress.Models.Building;
using NNCompress.Models.Weights;
using NNCompress.Runtime;

namespace NNCompress.Compression;

/// <summary>A model read from an .onnx or .nnz file, or weights from a file of them, recognised by content.</summary>
/// <param name="Network">The network, decoded where need be.</param>
/// <param name="Bytes">Length of the file, side files with external data included.</param>
/// <param name="Archive">The opened .nnz file, or null.</param>
public sealed record ModelSource(Network Network, long Bytes, NnzFile? Archive)
{
    /// <summary>Where the network is made of a graph and a file of weights: how to write it as such a file again. Else null.</summary>
    public WeightBinding? Binding { get; init; }

    /// <summary>Reads the request's model; weights without a graph are put into the one that the request names, if it does.</summary>
    /// <exception cref="NncException">NNC1141: a graph for a model that has one. NNC1051, NNC1052: the architecture is none. NNC2179, NNC2180: graph and weights do not fit. And as of <see cref="Read(string)"/>.</exception>
    public static ModelSource Read(CompressionRequest request)
    {
        ModelSource source = Read(request.ModelPath);
        if (request.Architecture is null && request.GraphPath is null)
            return source;
        if (source.Network.HasGraph)
            throw new NncException("NNC1141", request.ModelPath, $"the model has a graph already, and --{(request.Architecture is null ? "graph" : "architecture")} is for weights without one (.safetensors, .dat, .pt): leave it out.");
        Network graph = request.Architecture is { } text ? Architecture.Parse(text).Build(request.Seed) : Read(request.GraphPath!).Network;
        if (!graph.HasGraph)
            throw new NncException("NNC1141", request.GraphPath, "--graph names a file of weights, and it must have a graph: give an .onnx file, or the layers with --architecture.");
        (Network network, WeightBinding binding) = WeightBinding.Bind(graph, source.Network);
        return source with { Network = network, Binding = binding };
    }

    /// <exception cref="NncException">NNC2001, NNC2002: no such file, or unreadable. NNC2010–2014, NNC2060–2063, NNC2170–2178: not a model that can be read.</exception>
    public static ModelSource Read(string path)
    {
        byte[] start = Start(path);
        // An ONNX file begins with its IR version (field 1, a varint) under whatever name it has.
        bool damaged = Path.GetExtension(path).Equals(".nnz", StringComparison.OrdinalIgnoreCase) && start is not [0x08, ..];
        if (!NnzReader.IsNnz(start) && !damaged)
        {
            if (WeightFile.Recognise(path, start) is { } format)
                return new ModelSource(WeightFile.Load(path, format), new FileInfo(path).Length, null);
            Network network = OnnxFile.Load(path);
            return new ModelSource(network, Math.Max(new FileInfo(path).Length, network.StoredBytes), null);
        }
        NnzFile archive = NnzReader.Open(path);
        return new ModelSource(ArchivedModel.Read(archive, path), new FileInfo(path).Length, archive);
    }

    /// <exception cref="NncException">NNC1025: the verb needs an ONNX model. NNC2112: it is quantised already. And as of <see cref="Read(string)"/>.</exception>
    public static ModelSource ReadOnnx(string path, string verb) => Original(Read(path), path, verb);

    /// <summary>The request's model, to be changed: no artifact, and with a graph.</summary>
    /// <exception cref="NncException">NNC1140: weights without a graph. And as of <see cref="ReadOnnx(string, string)"/> and <see cref="Read(CompressionRequest)"/>.</exception>
    public static ModelSource ReadOnnx(CompressionRequest request, string verb) => Original(Read(request), request.ModelPath, verb).WithGraph(request, verb);

    /// <summary>The request's model, to be stored as it is: without a graph where nothing is measured or run.</summary>
    /// <inheritdoc cref="ReadOnnx(CompressionRequest, string)"/>
    public static ModelSource ReadToEncode(CompressionRequest request)
    {
        ModelSource source = Original(Read(request), request.ModelPath, "encode");
        bool plain = request is { DataPath: null, CalibrationDataPath: null, TrainDataPath: null, Evaluator.Command: null, AccuracyBudget: null, TargetSize: null, OnnxPrecision: null };
        return plain ? source : source.WithGraph(request, "encode with data, a budget or --onnx-precision");
    }

    /// <summary>This, where it has a graph.</summary>
    /// <exception cref="NncException">NNC1140: it has none.</exception>
    public ModelSource WithGraph(CompressionRequest request, string verb) => Network.HasGraph ? this : throw NoGraph(request.ModelPath, verb);

    private static NncException NoGraph(string path, string verb) =>
        new("NNC1140", path, $"{verb} needs to know how the layers follow each other, and the file has weights without a graph: give the layers with --architecture (mlp:784-300-150-10, conv:…), or an .onnx file of them with --graph.");

    private static ModelSource Original(ModelSource source, string path, string verb)
    {
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
