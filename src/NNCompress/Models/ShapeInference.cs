using NNCompress.Models.Shapes;

namespace NNCompress.Models;

/// <summary>Concrete shapes of all values of a network, by the rules of the ONNX operator specification.</summary>
public static class ShapeInference
{
    /// <summary>The batch size that a run asking for <paramref name="wanted"/> samples gets: the model's own where its input fixes one.</summary>
    public static int BatchOf(Network network, int wanted) =>
        network.Inputs.Count > 0 && network.Inputs[0].Shape is { Length: > 0 } shape && shape[0] > 0 ? shape[0] : wanted;

    /// <summary>Shapes of inputs, constants and activations, by value name.</summary>
    /// <param name="network">The network; what its file says of inner values is not trusted but computed anew.</param>
    /// <param name="batch">The size of each input's first dimension where the file leaves it open.</param>
    /// <param name="lenient">
    /// Leaves out the outputs of operators that are not supported, inputs with further open dimensions, and all that depends on either,
    /// instead of failing.
    /// </param>
    /// <exception cref="NncException">NNC2020: an operator or attribute is not supported. NNC2021: shapes do not fit, or a value has 2³¹ elements or more.</exception>
    public static IReadOnlyDictionary<string, int[]> Infer(Network network, int batch, bool lenient = false) =>
        Infer(network, new ConstantResolver(network), batch, lenient: lenient);

    /// <param name="network">As above.</param>
    /// <param name="constants">The network's constants; integers that follow from shapes are added.</param>
    /// <param name="batch">As above.</param>
    /// <param name="sampleShape">What to take for the first input's dimensions after the batch, or null for what the file says.</param>
    /// <param name="nodes">The nodes that matter, in the order of the file, or null for all.</param>
    /// <param name="lenient">As above.</param>
    internal static Dictionary<string, int[]> Infer(
        Network network, ConstantResolver constants, int batch, int[]? sampleShape = null, IEnumerable<Node>? nodes = null, bool lenient = false)
    {
        Dictionary<string, int[]> shapes = [];
        foreach (string name in network.ConstantNames)
            shapes[name] = ConstantShape(network, name);
        for (int i = 0; i < network.Inputs.Count; i++)
        {
            ValueInfo input = network.Inputs[i];
            int[]? declared = i == 0 && sampleShape is not null ? [-1, .. sampleShape] : input.Shape;
            if (Concrete(declared, BatchOf(network, batch)) is { } shape)
                Add(input.Name, shape, $"input '{input.Name}'");
            else if (!lenient)
                throw Open(input);
        }
        foreach (Node node in nodes ?? network.Nodes)
        {
            try
            {
                Apply(node);
            }
            catch (NncException e) when (lenient && e.Code == "NNC2020")
            {
                // Its outputs stay unknown, and so does what depends on them.
            }
        }
        return shapes;

        void Apply(Node node)
        {
            ShapeContext context = new(network, node, shapes, constants);
            if (ShapeFolding.Fold(context) is { } folded)
            {
                foreach (Tensor tensor in folded)
                {
                    constants.Add(tensor);
                    shapes[tensor.Name] = tensor.Shape;
                }
                return;
            }
            int[][] results = ShapeRules.Find(node)?.Invoke(context) ?? throw context.Unsupported("is not supported");
            for (int i = 0; i < node.Outputs.Count; i++)
            {
                if (node.Outputs[i].Length == 0)
                    continue;
                if (i >= results.Length)
                    throw context.Unsupported($"has {node.Outputs.Count} outputs; only the first {(results.Length == 1 ? "is" : results.Length + " are")} supported");
                Add(node.Outputs[i], results[i], node.ToString());
            }
        }

        void Add(string name, int[] shape, string what)
        {
            long count = 1;
            foreach (int d in shape)
            {
                count *= d;
                if (count > Array.MaxLength)
                    throw new NncException("NNC2021", network.Path, $"{what}: value '{name}' of shape [{string.Join(',', shape)}] has more than {Array.MaxLength} elements, the most that can be held: use a smaller input.");
            }
            shapes[name] = shape;
        }

        NncException Open(ValueInfo input) => new("NNC2021", network.Path,
            $"input '{input.Name}' has {(input.Shape is null ? "no shape" : $"shape [{string.Join(',', input.Shape)}]")}: only its first dimension, the batch, may be open. Export the model with a fixed input size.");
    }

    private static int[]? Concrete(int[]? declared, int batch)
    {
        if (declared is null || declared.Length == 0 || declared.AsSpan(1).Contains(-1))
            return null;
        int[] shape = [.. declared];
        shape[0] = batch;
        return shape;
    }

    private static int[] ConstantShape(Network network, string name)
    {
        Google.Protobuf.Collections.RepeatedField<long> dims = network.Proto(name).Dims;
        long count = 1;
        foreach (long d in dims)
        {
            // Decoding tells what is wrong with such a tensor.
            if (d is < 0 or > int.MaxValue || (count *= d) > int.MaxValue)
                return network.ShapeOf(name);
        }
        return [.. dims.Select(d => (int)d)];
    }
}
