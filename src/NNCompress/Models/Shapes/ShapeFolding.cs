namespace NNCompress.Models.Shapes;

/// <summary>
/// Computes the numbers that exporters leave in the graph to name a shape, such as the Shape, Gather, Unsqueeze, Concat that PyTorch
/// writes for <c>x.view(x.size(0), -1)</c>. With concrete shapes they are constants.
/// </summary>
internal static class ShapeFolding
{
    // A mask of all pairs of 1,024 positions; more is left to the engine.
    private const long MaxLength = 1 << 20;

    // A scale for each dimension of a picture's batch, or of a volume's.
    private const int MostScales = 5;

    /// <summary>The node's outputs where they follow from shapes and integer constants alone, else null: weights must stay what pruning and training see.</summary>
    /// <exception cref="NncException">NNC2021: the operands do not fit.</exception>
    public static Tensor[]? Fold(ShapeContext c)
    {
        Node node = c.Node;
        if (node.Domain.Length > 0 || node.OpType == "Constant" || node.Outputs.Count == 0)
            return null;
        if (node.OpType is "Shape" or "Size")
            return [node.OpType is "Shape" ? Shape(c) : Integer(c, c.Shape(0).Aggregate(1L, (p, d) => p * d))];
        // Weights are not looked at: they may be greater than memory.
        if (!node.Inputs.Select((name, i) => name.Length == 0 || c.IsConstant(i)).All(known => known)
            || (!NamesItsShape(node) && node.Inputs.Select((_, i) => !c.IsDerived(i) && IsFloat(c.TypeOf(i))).All(weights => weights)))
            return null;
        Tensor?[] inputs = [.. node.Inputs.Select((_, i) => c.Constant(i))];
        if (inputs.Length == 0 || node.Inputs.Where((name, i) => name.Length > 0 && inputs[i] is null).Any() || !FollowsFromIntegers(c, inputs))
            return null;
        Numbers[] operands = [.. inputs.Select(t => t is null ? new Numbers([], []) : Numbers.Of(t))];
        if (FoldedOperators.Whole(node) is { } whole)
            return whole(c, operands) is { } numbers ? [numbers.ToTensor(node.Outputs[0], c.OutputType(0))] : null;
        if (ShapeRules.Find(node)?.Invoke(c) is not { } shapes || shapes.Any(s => s.Aggregate(1L, (p, d) => p * d) > MaxLength))
            return null;
        List<Tensor> results = [];
        for (int i = 0; i < node.Outputs.Count && i < shapes.Length; i++)
        {
            double[]? data = StridedViews.Find(c, i) is { } view
                ? [.. view.Positions().Select(at => operands[0].Data[at])]
                : FoldedOperators.Find(node)?.Invoke(c, operands, shapes[i]);
            if (data is null)
                return null;
            if (node.Outputs[i].Length > 0)
                results.Add(new Numbers(shapes[i], data).ToTensor(node.Outputs[i], c.OutputType(i)));
        }
        return [.. results];
    }

    /// <summary>
    /// Weights of the file are no part of it; a single number that integers are multiplied with, or compared to, may be, and so may the few scales that
    /// stand beside those that follow from shapes.
    /// </summary>
    private static bool FollowsFromIntegers(ShapeContext c, Tensor?[] inputs)
    {
        if (NamesItsShape(c.Node))
            return true;
        bool[] derived = [.. inputs.Select((t, i) => t is not null && (!t.IsFloat || c.IsDerived(i)))];
        int foreign = c.Node.OpType is "Concat" ? MostScales : FoldedOperators.IsArithmetic(c.Node) ? 1 : 0;
        return derived.Contains(true) && !inputs.Where((t, i) => !derived[i] && t?.Length > foreign).Any();
    }

    private static bool NamesItsShape(Node node) => node.OpType is "Range" or "NonZero";

    private static bool IsFloat(ElementType type) => type is ElementType.Float or ElementType.Half or ElementType.Double;

    private static Tensor Shape(ShapeContext c)
    {
        int[] shape = c.Shape(0);
        int from = Bound(c.Node.Int("start", 0), shape.Length), to = Bound(c.Node.Int("end", shape.Length), shape.Length);
        long[] kept = [.. shape[from..Math.Max(from, to)].Select(d => (long)d)];
        return new Tensor(c.Node.Outputs[0], [kept.Length], kept);
    }

    private static Tensor Integer(ShapeContext c, long value) => new(c.Node.Outputs[0], [], [value]);

    /// <summary>A position counted from the end where it is negative, brought into the list.</summary>
    private static int Bound(long position, int length) => (int)Math.Clamp(position < 0 ? position + length : position, 0, length);
}
