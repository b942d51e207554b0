namespace NNCompress.Models.Shapes;

/// <summary>
/// Computes the integers that exporters leave in the graph to name a shape, such as the Shape, Gather, Unsqueeze, Concat that PyTorch
/// writes for <c>x.view(x.size(0), -1)</c>. With concrete shapes they are constants.
/// </summary>
internal static class IntegerFolding
{
    /// <summary>The node's output where it is of integers and follows from shapes and constants alone, else null.</summary>
    /// <exception cref="NncException">NNC2021: the operands do not fit.</exception>
    public static Tensor? Fold(ShapeContext c)
    {
        if (c.Node.Domain.Length > 0 || c.Node.Outputs.Count != 1)
            return null;
        if (c.Node.OpType == "Shape")
            return Shape(c);
        Tensor[] inputs = [.. Enumerable.Range(0, c.Node.Inputs.Count).Select(c.Constant).OfType<Tensor>()];
        if (inputs.Length == 0 || inputs.Length != c.Node.Inputs.Count || inputs.Any(t => t.IsFloat || t.Shape.Length > 1))
            return null;
        long[] first = inputs[0].Integers;
        return c.Node.OpType switch
        {
            "Identity" => Result(c, inputs[0].Shape, first),
            "Cast" when (ElementType)c.Node.Int("to", 0) is ElementType.Int64 or ElementType.Int32 => Result(c, inputs[0].Shape, first),
            "Unsqueeze" => Result(c, LayoutShapes.Unsqueeze(c), first),
            "Squeeze" => Result(c, LayoutShapes.Squeeze(c), first),
            "Concat" => Result(c, LayoutShapes.Concat(c), [.. inputs.SelectMany(t => t.Integers)]),
            "Gather" => Result(c, inputs[1].Shape, [.. inputs[1].Integers.Select(i => first[c.Axis(i, first.Length)])]),
            "Slice" when inputs.Length >= 3 => Slice(c, inputs),
            "Add" => Pairwise(c, inputs, (a, b) => a + b),
            "Sub" => Pairwise(c, inputs, (a, b) => a - b),
            "Mul" => Pairwise(c, inputs, (a, b) => a * b),
            "Div" when !inputs[1].Integers.Contains(0) => Pairwise(c, inputs, (a, b) => a / b),
            _ => null,
        };
    }

    private static Tensor Shape(ShapeContext c)
    {
        int[] shape = c.Shape(0);
        int from = Bound(c.Node.Int("start", 0), shape.Length), to = Bound(c.Node.Int("end", shape.Length), shape.Length);
        long[] kept = [.. shape[from..Math.Max(from, to)].Select(d => (long)d)];
        return Result(c, [kept.Length], kept);
    }

    private static Tensor? Slice(ShapeContext c, Tensor[] inputs)
    {
        if (inputs[0].Shape.Length != 1 || inputs[1].Integers is not [long start] || inputs[2].Integers is not [long end] || (inputs.Length > 4 && inputs[4].Integers is not [1]))
            return null;
        long[] data = inputs[0].Integers;
        int from = Bound(start, data.Length), to = Bound(end, data.Length);
        long[] kept = data[from..Math.Max(from, to)];
        return Result(c, [kept.Length], kept);
    }

    /// <summary>A position counted from the end where it is negative, brought into the list.</summary>
    private static int Bound(long position, int length) => (int)Math.Clamp(position < 0 ? position + length : position, 0, length);

    private static Tensor Pairwise(ShapeContext c, Tensor[] inputs, Func<long, long, long> operation)
    {
        int[] shape = PointwiseShapes.Broadcast(c);
        long[] a = inputs[0].Integers, b = inputs[1].Integers, result = new long[shape.Aggregate(1, (p, d) => p * d)];
        for (int i = 0; i < result.Length; i++)
            result[i] = operation(a[a.Length == 1 ? 0 : i], b[b.Length == 1 ? 0 : i]);
        return Result(c, shape, result);
    }

    private static Tensor Result(ShapeContext c, int[] shape, long[] data) => new(c.Node.Outputs[0], shape, data);
}
