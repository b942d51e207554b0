namespace NNCompress.Models.Weights;

/// <summary>Finds the weights of a graph, as a PyTorch module would hold them: dense weights [out, in], kernels [out, in, height, width].</summary>
internal static class GraphSlots
{
    private const string Weight = "weight", Bias = "bias";

    private static readonly string[] Norm = ["", Weight, Bias, "running_mean", "running_var"];

    /// <summary>The floating-point initialisers of one dimension or more, in the order in which nodes read them, each once.</summary>
    public static IReadOnlyList<WeightSlot> Of(Network network)
    {
        HashSet<string> open = [.. network.Initialisers.Where(n => network.IsFloat(n) && network.ShapeOf(n).Length > 0)];
        List<WeightSlot> slots = [];
        int modules = 0;
        foreach (Node node in network.Nodes.Where(n => n.OpType != "Identity" && n.Outputs.Count > 0))
        {
            List<WeightSlot> own = [.. Parts(network, node).Where(p => open.Contains(p.Reader.Inputs[p.Input])).Select(p => Slot(network, p, modules))];
            if (own.Count > 0)
                modules++;
            foreach (WeightSlot slot in own.Where(s => open.Remove(s.Constant)))
                slots.Add(slot with { Name = NameOf(slot, own) });
            for (int i = 0; i < node.Inputs.Count; i++)
            {
                // The Add behind a product belongs to that, where its turn comes.
                if (open.Contains(node.Inputs[i]) && !IsBias(network, node) && open.Remove(node.Inputs[i]))
                    slots.Add(Slot(network, (node, i, ""), -1));
            }
        }
        return slots;
    }

    private static IEnumerable<(Node Reader, int Input, string Role)> Parts(Network network, Node node)
    {
        switch (node.OpType)
        {
            case "Gemm" or "Conv" or "ConvTranspose" or "LayerNormalization" or "InstanceNormalization" or "GroupNormalization":
                return Known(node, Weight, Bias);
            case "BatchNormalization":
                return Known(node, Norm[1..]);
            case "PRelu":
                return Known(node, Weight);
            case "MatMul":
                Node? add = network.Nodes.FirstOrDefault(n => IsBias(network, n) && n.Inputs.Contains(node.Outputs[0]));
                IEnumerable<(Node, int, string)> weight = Known(node, Weight).Where(p => network.IsConstant(node.Inputs[1]) && network.ShapeOf(node.Inputs[1]).Length == 2);
                return add is null || !weight.Any() ? weight : weight.Append((add, add.Inputs[0] == node.Outputs[0] ? 1 : 0, Bias));
            default:
                return [];
        }
    }

    private static IEnumerable<(Node Reader, int Input, string Role)> Known(Node node, params string[] roles) =>
        Enumerable.Range(1, roles.Length).Where(i => i < node.Inputs.Count).Select(i => (node, i, roles[i - 1]));

    /// <summary>Whether the node adds a vector to a product with a constant matrix.</summary>
    private static bool IsBias(Network network, Node node) =>
        node.OpType == "Add" && node.Inputs.Count == 2 && node.Inputs.Any(i => network.IsConstant(i) && network.IsFloat(i) && network.ShapeOf(i).Length == 1)
        && network.Nodes.Any(n => n.OpType == "MatMul" && n.Outputs.Count > 0 && node.Inputs.Contains(n.Outputs[0]) && n.Inputs.Count == 2 && network.IsConstant(n.Inputs[1]) && network.ShapeOf(n.Inputs[1]).Length == 2);

    private static WeightSlot Slot(Network network, (Node Reader, int Input, string Role) part, int module)
    {
        string constant = part.Reader.Inputs[part.Input];
        int[] shape = network.ShapeOf(constant);
        bool transposed = part.Role == Weight && shape.Length == 2 && (part.Reader.OpType == "MatMul" || (part.Reader.OpType == "Gemm" && part.Reader.Int("transB", 0) == 0));
        return new WeightSlot(constant, constant, part.Reader.Outputs[0], part.Input, module, part.Role, transposed, transposed ? [shape[1], shape[0]] : shape);
    }

    /// <summary>Exporters number what they have transposed; the bias beside it kept its name.</summary>
    private static string NameOf(WeightSlot slot, List<WeightSlot> module)
    {
        string? bias = module.FirstOrDefault(s => s.Role == Bias)?.Constant;
        return slot.Role == Weight && slot.Constant.StartsWith("onnx::", StringComparison.Ordinal) && bias?.EndsWith("." + Bias, StringComparison.Ordinal) == true
            ? bias[..^Bias.Length] + Weight : slot.Constant;
    }
}
