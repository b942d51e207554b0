namespace NNCompress.Models;

/// <summary>
/// Counts multiply-accumulates and parameters. By custom only matrix products and convolutions count; biases, normalisation and
/// activation functions do not. A node whose shapes cannot be inferred counts 0.
/// </summary>
public static class NetworkCost
{
    /// <summary>Multiply-accumulates of the whole network for one sample.</summary>
    /// <exception cref="NncException">NNC2021: the graph's shapes do not fit each other.</exception>
    public static long Macs(Network network) => PerNode(network).Sum(n => n.Macs);

    /// <summary>Costs of all nodes in the order of the file.</summary>
    /// <exception cref="NncException">NNC2021: the graph's shapes do not fit each other.</exception>
    public static IReadOnlyList<NodeCost> PerNode(Network network)
    {
        int batch = ShapeInference.BatchOf(network, 1);
        IReadOnlyDictionary<string, int[]> shapes = ShapeInference.Infer(network, 1, lenient: true);
        HashSet<string> counted = [];
        List<NodeCost> costs = [];
        foreach (Node node in network.Nodes)
        {
            long parameters = 0;
            // Of weights that are stored as integers the integers count, and not their scales.
            foreach (string name in node.OpType == "Constant" ? [] : node.IsQuantisation ? node.Inputs.Take(1) : node.Inputs)
            {
                if (network.IsConstant(name) && TensorCodec.IsFloat(network.Proto(name)) != node.IsQuantisation && counted.Add(name))
                    parameters += TensorCodec.Count(network.Proto(name));
            }
            costs.Add(new NodeCost(node, Macs(node, shapes) / batch, parameters));
        }
        return costs;
    }

    private static long Macs(Node node, IReadOnlyDictionary<string, int[]> shapes)
    {
        if (node.Domain.Length > 0 || node.OpType is not ("Gemm" or "MatMul" or "Conv" or "ConvTranspose") || !shapes.TryGetValue(node.Outputs[0], out int[]? output))
            return 0;
        // Every element of the input is multiplied with all that kernels have for its channel.
        if (node.OpType is "ConvTranspose")
            return Product(shapes[node.Inputs[0]]) * Product(shapes[node.Inputs[1]].AsSpan(1));
        long perOutput = node.OpType switch
        {
            "Conv" => Product(shapes[node.Inputs[1]].AsSpan(1)),
            "Gemm" when node.Int("transA", 0) != 0 => shapes[node.Inputs[0]][0],
            _ => shapes[node.Inputs[0]][^1],
        };
        return Product(output) * perOutput;
    }

    private static long Product(ReadOnlySpan<int> shape)
    {
        long product = 1;
        foreach (int d in shape)
            product *= d;
        return product;
    }
}
