using System.Security.Cryptography;
using Google.Protobuf;
using NNCompress.Models.Proto;

namespace NNCompress.Models;

/// <summary>
/// A graph of operators with its weights. The ONNX message it was read from stays the truth, so that names, metadata, node order and
/// fields that this project does not know survive.
/// </summary>
public sealed class Network
{
    // What the lengths of messages and a graph without weights may take.
    private const int Margin = 1 << 24;

    // Greater tensors are kept as long as somebody uses them, and read again when they are needed again.
    private const int KeptElements = 1 << 14;

    // Of large networks what is put in the place of great tensors waits in a temporary file: searches have several copies of a network at a time.
    private readonly Lazy<Shelf?> shelf;
    private readonly Dictionary<string, Tensor> constants = [];
    private readonly Dictionary<string, WeakReference<Tensor>> greatConstants = [];
    private readonly Dictionary<string, TensorProto> protos = [];

    internal Network(ModelProto model, string path)
    {
        Model = model;
        Path = path;
        shelf = new(() => StoredBytes > LargeMemory.LargeModel && BitConverter.IsLittleEndian ? new Shelf(0) : null);
        Opset = (int)(model.OpsetImport.FirstOrDefault(o => o.Domain is "" or "ai.onnx")?.Version ?? 1);
        foreach (TensorProto t in model.Graph.Initializer)
            Add(t.Name, t);
        List<Node> nodes = [];
        foreach (NodeProto proto in model.Graph.Node)
        {
            Node node = new(proto, nodes.Count, Opset);
            nodes.Add(node);
            if (node is { OpType: "Constant", Domain: "", Outputs.Count: 1 } && node.Find("value")?.T is { } value)
                Add(node.Outputs[0], value);
        }
        Nodes = nodes;
        Inputs = [.. model.Graph.Input.Where(i => !protos.ContainsKey(i.Name)).Select(Describe)];
        Outputs = [.. model.Graph.Output.Select(Describe)];
    }

    internal ModelProto Model { get; }

    /// <summary>Where the network was read from, for messages.</summary>
    public string Path { get; }

    /// <summary>The version of the default operator set.</summary>
    public int Opset { get; }

    /// <summary>Nodes in the order of the file.</summary>
    public IReadOnlyList<Node> Nodes { get; }

    /// <summary>False where there are constants alone: what a file of weights holds.</summary>
    public bool HasGraph => Nodes.Count > 0;

    /// <summary>Graph inputs that are not constants.</summary>
    public IReadOnlyList<ValueInfo> Inputs { get; }

    public IReadOnlyList<ValueInfo> Outputs { get; }

    /// <summary>Names of all constants: initialisers in the order of the file, then tensors of Constant nodes.</summary>
    public IReadOnlyCollection<string> ConstantNames => protos.Keys;

    /// <summary>Bytes of the graph with its weights inside, wherever the file kept them.</summary>
    public long StoredBytes
    {
        get
        {
            // The sum of what a message may not hold overflows where the message itself is asked.
            long great = 0;
            foreach (TensorProto proto in protos.Values)
                great += ExternalData.IsFar(proto) ? TensorBytes.Of(proto, Path)!.Length : proto.RawData.Length;
            if (great < OnnxFile.LongestFile - Margin && Model.CalculateSize() is > 0 and int size)
                return size;
            ModelProto small = Model.Clone();
            foreach (TensorProto proto in small.Graph.Initializer.Concat(small.Graph.Node.SelectMany(n => n.Attribute).Select(a => a.T).OfType<TensorProto>()))
                proto.ClearRawData();
            return great + small.CalculateSize();
        }
    }

    /// <summary>Number of elements in the floating-point constants, and in those that are stored as integers; scales of such do not count.</summary>
    public long ParameterCount
    {
        get
        {
            HashSet<string> scales = [.. Nodes.Where(n => n.IsQuantisation && n.Inputs.Count > 1).Select(n => n.Inputs[1])];
            HashSet<string> integers = [.. Nodes.Where(n => n.IsQuantisation && n.OpType == "DequantizeLinear" && n.Inputs.Count > 0).Select(n => n.Inputs[0])];
            return protos.Where(p => integers.Contains(p.Key) || (TensorCodec.IsFloat(p.Value) && !scales.Contains(p.Key))).Sum(p => TensorCodec.Count(p.Value));
        }
    }

    /// <summary>True where values or weights go through 8-bit integers: the network has been quantised by whoever exported it.</summary>
    public bool IsQuantised => Nodes.Any(n => n.IsQuantisation);

    /// <summary>The constant of that name, or null where the value is computed.</summary>
    /// <exception cref="NncException">NNC2013: the tensor's data does not fit its shape, or its type is not supported.</exception>
    public Tensor? Constant(string? name)
    {
        if (name is null || !protos.TryGetValue(name, out TensorProto? proto))
            return null;
        if (constants.TryGetValue(name, out Tensor? tensor) || (greatConstants.TryGetValue(name, out WeakReference<Tensor>? kept) && kept.TryGetTarget(out tensor)))
            return tensor;
        Keep(tensor = TensorCodec.Decode(proto, name, Path));
        return tensor;
    }

    /// <summary>The floating-point constant of that name, to be read part by part.</summary>
    /// <exception cref="NncException">NNC2013: the tensor's data does not fit its shape.</exception>
    public StoredWeights Stored(string name) => TensorCodec.Stored(protos[name], name, Path) ?? new StoredWeights(Constant(name)!);

    /// <summary>Names of the floating-point constants, in the order of <see cref="ConstantNames"/>.</summary>
    public IEnumerable<string> WeightNames => protos.Where(p => TensorCodec.IsFloat(p.Value)).Select(p => p.Key);

    /// <summary>Floating-point constants in the order of <see cref="ConstantNames"/>.</summary>
    public IEnumerable<Tensor> Weights => WeightNames.Select(n => Constant(n)!);

    /// <summary>Whether there is a constant of that name.</summary>
    public bool IsConstant(string name) => protos.ContainsKey(name);

    /// <summary>Dimensions of the constant of that name, outermost first.</summary>
    public int[] ShapeOf(string constant) => [.. protos[constant].Dims.Select(d => (int)d)];

    /// <summary>Elements of the constant of that name.</summary>
    public int LengthOf(string constant) => ShapeOf(constant).Aggregate(1, (product, d) => product * d);

    /// <summary>Element type of the constant of that name in the file.</summary>
    public ElementType TypeOf(string constant) => (ElementType)protos[constant].DataType;

    /// <summary>Whether the constant of that name holds floating-point numbers.</summary>
    public bool IsFloat(string constant) => TensorCodec.IsFloat(protos[constant]);

    /// <summary>Names of the constants that are the graph's initialisers: the others are held by nodes.</summary>
    internal IEnumerable<string> Initialisers => Model.Graph.Initializer.Select(t => t.Name);

    /// <summary>Puts other data, and with it maybe another shape, in the place of the constant of the same name; keeps the file's element type.</summary>
    /// <exception cref="ArgumentException">No constant has that name.</exception>
    public void Replace(Tensor tensor)
    {
        if (!protos.TryGetValue(tensor.Name, out TensorProto? proto))
            throw new ArgumentException($"The network has no constant '{tensor.Name}'.", nameof(tensor));
        TensorCodec.Encode(tensor, proto, tensor.Length > KeptElements ? shelf.Value : null);
        Keep(tensor);
    }

    /// <summary>A deep copy: changing one leaves the other as it is.</summary>
    public Network Clone() => new(Model.Clone(), Path);

    /// <summary>The network as an ONNX file with its weights inside; the same network always gives the same bytes.</summary>
    /// <exception cref="NncException">NNC2140: it would be longer than an ONNX file can be.</exception>
    public byte[] ToBytes()
    {
        CheckLength(TensorBytes.LongestField);
        return OnnxFile.Serialise(Model);
    }

    /// <summary>Writes what <see cref="ToBytes"/> gives, tensor by tensor.</summary>
    /// <exception cref="NncException">NNC2140: it would be longer than an ONNX file can be.</exception>
    public void WriteTo(Stream stream)
    {
        CheckLength(OnnxFile.LongestFile);
        using CodedOutputStream output = new(stream, 1 << 16, leaveOpen: true);
        Model.WriteTo(output);
    }

    /// <summary>Writes the weights that are great to a stream of their own.</summary>
    /// <param name="weights">Their file, from its beginning.</param>
    /// <param name="dataName">The name of that file, which lies beside the ONNX file.</param>
    /// <returns>The ONNX file.</returns>
    /// <exception cref="NncException">NNC2140: what is no such weight is longer than an ONNX file can be.</exception>
    internal byte[] WriteApart(Stream weights, string dataName)
    {
        Network apart = Clone();
        ExternalData.Detach(apart.Model, Path, weights, dataName);
        return apart.ToBytes();
    }

    /// <summary>SHA-256 of graph and weights.</summary>
    /// <exception cref="NncException">As for <see cref="WriteApart"/>.</exception>
    internal byte[] Digest()
    {
        using SHA256 hash = SHA256.Create();
        using (CryptoStream stream = new(Stream.Null, hash, CryptoStreamMode.Write))
            stream.Write(WriteApart(stream, "weights"));
        return hash.Hash!;
    }

    internal void AddConstant(Tensor tensor)
    {
        TensorProto proto = new() { Name = tensor.Name, DataType = (int)tensor.Type };
        TensorCodec.Encode(tensor, proto);
        Model.Graph.Initializer.Add(proto);
        protos.Add(tensor.Name, proto);
        Keep(tensor);
    }

    private void CheckLength(long limit)
    {
        if (StoredBytes is long bytes && bytes > limit)
            throw TooLong(Path, bytes, limit);
    }

    internal static NncException TooLong(string path, long bytes, long limit) => new(
        "NNC2140", path, $"the ONNX file would have {bytes} bytes, and at most {limit} are possible in one piece: encode, compress, prune and decode write the weights of such models to a data file; give a smaller model to other verbs.");

    // Great tensors in place of others are held by the model's message, and made of it again when they are needed again.
    private void Keep(Tensor tensor)
    {
        constants.Remove(tensor.Name);
        greatConstants.Remove(tensor.Name);
        // Half floats in the message are rounded, these need not be.
        if (tensor.Length <= KeptElements || tensor.Type == ElementType.Half || protos[tensor.Name].DataType == (int)ElementType.Half)
            constants[tensor.Name] = tensor;
        else
            greatConstants[tensor.Name] = new WeakReference<Tensor>(tensor);
    }

    internal TensorProto Proto(string constant) => protos[constant];

    private void Add(string name, TensorProto proto)
    {
        if (!protos.TryAdd(name, proto))
            throw new NncException("NNC2012", Path, $"two constants are named '{name}': export the model again.");
    }

    private static ValueInfo Describe(ValueInfoProto value)
    {
        TypeProto.Types.TensorTypeProto? type = value.Type?.TensorType;
        int[]? shape = type?.Shape is null ? null : [.. type.Shape.Dim.Select(d => d.HasDimValue && d.DimValue is > 0 and < int.MaxValue ? (int)d.DimValue : -1)];
        return new ValueInfo(value.Name, shape, (ElementType)(type?.ElemType ?? 0));
    }
}
