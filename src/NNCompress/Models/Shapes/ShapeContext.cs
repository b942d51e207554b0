namespace NNCompress.Models.Shapes;

/// <summary>What a shape rule, or the compilation of an operator, sees of its node.</summary>
internal class ShapeContext(Network network, Node node, IReadOnlyDictionary<string, int[]> shapes, ConstantResolver constants)
{
    public Node Node => node;

    public int Opset => node.Opset;

    /// <summary>The shape of the input at <paramref name="index"/>.</summary>
    /// <exception cref="NncException">NNC2021: the input is left out. NNC2020: its shape is not known.</exception>
    public int[] Shape(int index)
    {
        string name = node.Input(index) ?? throw Misfit($"lacks its input {index + 1}");
        return shapes.TryGetValue(name, out int[]? shape) ? shape : throw Unsupported($"reads '{name}', whose shape is not known");
    }

    /// <summary>The constant that the input at <paramref name="index"/> is, or null where it is left out or computed.</summary>
    public Tensor? Constant(int index) => constants.Find(node.Input(index));

    /// <summary>Whether there is an input at <paramref name="index"/>, and it is a constant; it is not read.</summary>
    public bool IsConstant(int index) => node.Input(index) is { } name && constants.Has(name);

    /// <summary>The element type of the input at <paramref name="index"/>; Undefined where it is left out.</summary>
    public ElementType TypeOf(int index) => node.Input(index) is { } name ? constants.TypeOf(name) : ElementType.Undefined;

    /// <summary>The element type of an output.</summary>
    public ElementType OutputType(int index) => constants.TypeOf(node.Outputs[index]);

    /// <summary>Whether the constant at that input was computed from shapes and integers, and is not in the file.</summary>
    public bool IsDerived(int index) => node.Input(index) is { } name && constants.IsDerived(name);

    /// <summary>The constant that the node's first output is, or null where it is computed.</summary>
    public Tensor? Output() => constants.Find(node.Outputs[0]);

    /// <summary>Integers from the attribute in old operator versions or from a constant input in newer ones; null where both are left out.</summary>
    /// <exception cref="NncException">NNC2020: the input is not a constant of integers.</exception>
    public long[]? Integers(string attribute, int index)
    {
        if (node.Ints(attribute) is { } list)
            return [.. list];
        if (node.Input(index) is null)
            return null;
        return Constant(index) is { IsFloat: false } tensor
            ? tensor.Integers
            : throw Unsupported($"computes its '{attribute}' ('{node.Input(index)}') while it runs; only constants are supported");
    }

    /// <summary>A possibly negative axis, counted from the front.</summary>
    /// <exception cref="NncException">NNC2021: there is no such axis.</exception>
    public int Axis(long axis, int rank) => axis >= -rank && axis < rank
        ? (int)(axis < 0 ? axis + rank : axis)
        : throw Misfit($"names axis {axis} of {rank} dimensions");

    /// <summary>NNC2021: shapes do not fit.</summary>
    public NncException Misfit(string what) => new("NNC2021", network.Path, $"{node} {what}: the graph is inconsistent, export the model again.");

    /// <summary>NNC2020: the operator or one of its attributes is not supported.</summary>
    public NncException Unsupported(string what) => new("NNC2020", network.Path,
        $"{(node.Domain.Length > 0 ? node.Domain + "." : "")}{node} (opset {node.Opset}) {what}.");

    /// <summary>NNC2022: what was fed does not fit the network.</summary>
    public NncException Unfit(string what) => new("NNC2022", network.Path, $"{node} {what}: give data that fits the model.");

    public static string Text(IEnumerable<int> shape) => $"[{string.Join(',', shape)}]";
}
