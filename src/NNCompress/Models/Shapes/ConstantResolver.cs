namespace NNCompress.Models.Shapes;

/// <summary>All constants of a network: initialisers, and Constant nodes in each form that the operator has.</summary>
internal sealed class ConstantResolver
{
    private readonly Network network;
    private readonly Dictionary<string, Tensor> literals = [];
    private readonly HashSet<string> derived = [];
    private readonly ElementTypes types;

    public ConstantResolver(Network network)
    {
        this.network = network;
        types = new ElementTypes(network);
        foreach (Node node in network.Nodes)
        {
            if (node is { OpType: "Constant", Domain: "", Outputs.Count: 1 } && Literal(node, node.Outputs[0]) is { } tensor)
                literals[node.Outputs[0]] = tensor;
        }
    }

    /// <summary>The constant of that name, or null where the value is computed.</summary>
    public Tensor? Find(string? name) => name is null ? null : literals.GetValueOrDefault(name) ?? network.Constant(name);

    /// <summary>Whether there is a constant of that name; it is not read.</summary>
    public bool Has(string name) => literals.ContainsKey(name) || network.IsConstant(name);

    /// <summary>Makes a value known that turned out to depend on constants alone.</summary>
    public void Add(Tensor tensor)
    {
        literals[tensor.Name] = tensor;
        derived.Add(tensor.Name);
    }

    /// <summary>Whether the constant was added, and is not in the file.</summary>
    public bool IsDerived(string name) => derived.Contains(name);

    /// <summary>The element type of a value.</summary>
    public ElementType TypeOf(string name) => types.Of(name);

    /// <summary>A Constant node's scalar or list attribute (operator version 12 and later) as a tensor.</summary>
    private static Tensor? Literal(Node node, string name)
    {
        if (node.Has("value_float"))
            return new Tensor(name, [], [node.Float("value_float", 0)]);
        if (node.Has("value_int"))
            return new Tensor(name, [], [node.Int("value_int", 0)]);
        if (node.Has("value_floats"))
            return new Tensor(name, [node.Floats("value_floats")!.Count], (float[])[.. node.Floats("value_floats")!]);
        if (node.Has("value_ints"))
            return new Tensor(name, [node.Ints("value_ints")!.Count], (long[])[.. node.Ints("value_ints")!]);
        return null;
    }
}
