namespace NNCompress.Models.Shapes;

/// <summary>The element type of each value of a network: buffers hold floats whatever the type, but integers divide otherwise.</summary>
internal sealed class ElementTypes
{
    private readonly Network network;
    private readonly Dictionary<string, ElementType> types = [];

    public ElementTypes(Network network)
    {
        this.network = network;
        foreach (ValueInfo input in network.Inputs)
            types[input.Name] = input.Type is ElementType.Undefined ? ElementType.Float : input.Type;
        foreach (Node node in network.Nodes)
        {
            for (int i = 0; i < node.Outputs.Count; i++)
                types.TryAdd(node.Outputs[i], OfOutput(node, i));
        }
    }

    public static bool IsInteger(ElementType type) => type is not (ElementType.Float or ElementType.Half or ElementType.Double or ElementType.BFloat16 or ElementType.Undefined);

    /// <summary>The element type of a value; that of what no rule tells about is Float.</summary>
    public ElementType Of(string name) => types.TryGetValue(name, out ElementType known) ? known
        : network.ConstantNames.Contains(name) ? types[name] = (ElementType)network.Proto(name).DataType
        : ElementType.Float;

    private ElementType OfInput(Node node, int index) => node.Input(index) is { } name ? Of(name) : ElementType.Float;

    private ElementType OfOutput(Node node, int output)
    {
        if (node.Domain.Length > 0)
            return ElementType.Float;
        return node.OpType switch
        {
            "Shape" or "Size" or "NonZero" or "ArgMax" or "ArgMin" => ElementType.Int64,
            "TopK" or "MaxPool" when output == 1 => ElementType.Int64,
            "Dropout" when output == 1 => ElementType.Bool,
            "Equal" or "Greater" or "Less" or "GreaterOrEqual" or "LessOrEqual" or "Not" or "And" or "Or" or "Xor" or "IsNaN" or "IsInf" => ElementType.Bool,
            "QuantizeLinear" => node.Input(2) is not null ? OfInput(node, 2) : (ElementType)node.Int("output_dtype", (int)ElementType.UInt8),
            "DequantizeLinear" => OfInput(node, 1),
            "Cast" => (ElementType)node.Int("to", 1),
            "EyeLike" when node.Has("dtype") => (ElementType)node.Int("dtype", 1),
            "Where" or "CastLike" => OfInput(node, 1),
            "OneHot" => OfInput(node, 2),
            "ConstantOfShape" => (ElementType)(node.Find("value")?.T?.DataType ?? (int)ElementType.Float),
            "Constant" => node.Has("value_int") || node.Has("value_ints") ? ElementType.Int64 : (ElementType)(node.Find("value")?.T?.DataType ?? (int)ElementType.Float),
            _ => OfInput(node, 0),
        };
    }
}
