using Google.Protobuf;
using NNCompress.Models.Proto;

namespace NNCompress.Models.Weights;

/// <summary>
/// Weights without a graph as a <see cref="Network"/> of initialisers alone, so that all that codes tensors works on them. The kind of file that they come from and what
/// it says about itself stand in the model's metadata; bfloat16 becomes float, and the tensor's comment says so.
/// </summary>
internal static class WeightModel
{
    private const string FormatKey = "nncompress.weights", NoteKey = "note:", BrainFloatMark = "bfloat16";

    private const int IrVersion = 7, Opset = 13;

    /// <param name="tensors">In the order of the file, each name once.</param>
    /// <param name="format">The kind of file.</param>
    /// <param name="notes">What the file says about itself.</param>
    /// <param name="path">Of the file.</param>
    public static Network Of(IEnumerable<WeightTensor> tensors, WeightFormat format, IEnumerable<KeyValuePair<string, string>> notes, string path)
    {
        ModelProto model = new() { IrVersion = IrVersion, ProducerName = "nncompress", Graph = new GraphProto { Name = "weights" } };
        model.OpsetImport.Add(new OperatorSetIdProto { Domain = "", Version = Opset });
        model.MetadataProps.Add(new StringStringEntryProto { Key = FormatKey, Value = format.ToString().ToLowerInvariant() });
        foreach ((string key, string value) in notes)
            model.MetadataProps.Add(new StringStringEntryProto { Key = NoteKey + key, Value = value });
        foreach (WeightTensor tensor in tensors)
            model.Graph.Initializer.Add(Message(tensor));
        return new Network(model, path);
    }

    /// <summary>The kind of file that the weights came from; null for a network that is no such file.</summary>
    public static WeightFormat? FormatOf(Network network) =>
        !network.HasGraph && Enum.TryParse(network.Model.MetadataProps.FirstOrDefault(m => m.Key == FormatKey)?.Value, ignoreCase: true, out WeightFormat format) ? format : null;

    /// <summary>What the file said about itself.</summary>
    public static IEnumerable<KeyValuePair<string, string>> Notes(Network network) =>
        network.Model.MetadataProps.Where(m => m.Key.StartsWith(NoteKey, StringComparison.Ordinal)).Select(m => KeyValuePair.Create(m.Key[NoteKey.Length..], m.Value));

    /// <summary>All tensors of a network without a graph, in their order and with the types that they had.</summary>
    public static IReadOnlyList<WeightTensor> Tensors(Network network) => [.. network.Initialisers.Select(name => Tensor(network, name))];

    /// <summary>A constant of any network.</summary>
    public static WeightTensor Tensor(Network network, string name)
    {
        TensorProto proto = network.Proto(name);
        int[] shape = network.ShapeOf(name);
        TensorBytes bytes = TensorBytes.Of(proto, network.Path) ?? Raw(network.Constant(name)!);
        return proto.DocString == BrainFloatMark && network.TypeOf(name) == ElementType.Float
            ? new WeightTensor(name, ElementType.BFloat16, shape, BrainFloat.Narrowed(bytes))
            : new WeightTensor(name, network.TypeOf(name), shape, bytes);
    }

    private static TensorProto Message(WeightTensor tensor)
    {
        bool narrow = tensor.Type == ElementType.BFloat16;
        TensorBytes bytes = narrow ? BrainFloat.Widened(tensor.Bytes) : tensor.Bytes;
        TensorProto proto = new() { Name = tensor.Name, DataType = (int)(narrow ? ElementType.Float : tensor.Type) };
        proto.Dims.AddRange(tensor.Shape.Select(d => (long)d));
        if (narrow)
            proto.DocString = BrainFloatMark;
        if (bytes.Length >= TensorBytes.Great)
            proto.RawData = bytes.AsField();
        else
            proto.RawData = ByteString.CopyFrom(bytes.AsField().Span);
        return proto;
    }

    private static TensorBytes Raw(Tensor tensor)
    {
        TensorProto proto = new() { DataType = (int)tensor.Type };
        TensorCodec.Encode(tensor, proto);
        return TensorBytes.Held(proto.RawData.Memory);
    }
}
