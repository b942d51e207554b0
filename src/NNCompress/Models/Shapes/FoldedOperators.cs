namespace NNCompress.Models.Shapes;

/// <summary>The operators that shape arithmetic is made of, on constants.</summary>
internal static class FoldedOperators
{
    private const int MaxRange = 1 << 24;

    private static readonly Dictionary<string, Func<double, double>> Unary = new()
    {
        ["Identity"] = a => a,
        ["Cast"] = a => a,
        ["Neg"] = a => -a,
        ["Abs"] = Math.Abs,
        ["Floor"] = Math.Floor,
        ["Ceil"] = Math.Ceiling,
        ["Round"] = Math.Round,
        ["Sqrt"] = Math.Sqrt,
        ["Reciprocal"] = a => 1 / a,
        ["Sign"] = a => Math.Sign(a),
        ["Not"] = a => a == 0 ? 1 : 0,
    };

    private static readonly Dictionary<string, Func<double, double, double>> Binary = new()
    {
        ["Add"] = (a, b) => a + b,
        ["Sub"] = (a, b) => a - b,
        ["Mul"] = (a, b) => a * b,
        ["Div"] = (a, b) => a / b,
        ["Mod"] = (a, b) => a - (b * Math.Floor(a / b)),
        ["Pow"] = Math.Pow,
        ["Min"] = Math.Min,
        ["Max"] = Math.Max,
        ["Sum"] = (a, b) => a + b,
        ["Equal"] = (a, b) => a == b ? 1 : 0,
        ["Greater"] = (a, b) => a > b ? 1 : 0,
        ["Less"] = (a, b) => a < b ? 1 : 0,
        ["GreaterOrEqual"] = (a, b) => a >= b ? 1 : 0,
        ["LessOrEqual"] = (a, b) => a <= b ? 1 : 0,
        ["And"] = (a, b) => a != 0 && b != 0 ? 1 : 0,
        ["Or"] = (a, b) => a != 0 || b != 0 ? 1 : 0,
        ["Xor"] = (a, b) => (a != 0) != (b != 0) ? 1 : 0,
    };

    private static readonly Dictionary<string, Func<double, double, double>> Reductions = new()
    {
        ["ReduceSum"] = (a, b) => a + b,
        ["ReduceProd"] = (a, b) => a * b,
        ["ReduceMin"] = Math.Min,
        ["ReduceMax"] = Math.Max,
    };

    private static readonly Dictionary<string, Func<ShapeContext, Numbers[], int[], double[]?>> Others = new()
    {
        ["Reshape"] = (_, x, _) => x[0].Data,
        ["Squeeze"] = (_, x, _) => x[0].Data,
        ["Unsqueeze"] = (_, x, _) => x[0].Data,
        ["Flatten"] = (_, x, _) => x[0].Data,
        ["Concat"] = Concat,
        ["Gather"] = Gather,
        ["Where"] = (_, x, shape) => [.. x[0].Stretch(shape).Zip(x[1].Stretch(shape), x[2].Stretch(shape)).Select(e => e.First != 0 ? e.Second : e.Third)],
        ["ConstantOfShape"] = (c, _, shape) => [.. Enumerable.Repeat(Fill(c), shape.Aggregate(1, (p, d) => p * d))],
    };

    /// <summary>Whether the operator computes with single elements, so that a constant number may be among its operands.</summary>
    public static bool IsArithmetic(Node node) => Unary.ContainsKey(node.OpType) || Binary.ContainsKey(node.OpType) || node.OpType is "Where";

    /// <summary>What computes an output of known shape; null where nothing does. It gives null where there is no result, as after a division by zero.</summary>
    public static Func<ShapeContext, Numbers[], int[], double[]?>? Find(Node node)
    {
        if (Unary.TryGetValue(node.OpType, out Func<double, double>? unary))
            return (_, x, _) => Array.ConvertAll(x[0].Data, v => unary(v));
        if (Binary.TryGetValue(node.OpType, out Func<double, double, double>? binary))
            return (c, x, shape) => Pairwise(c, x, shape, binary);
        if (Reductions.TryGetValue(node.OpType, out Func<double, double, double>? combine))
            return (c, x, _) => Reduce(x[0], ReducedAxes.Of(c).Axes, combine);
        return Others.GetValueOrDefault(node.OpType);
    }

    /// <summary>What computes an output whose shape follows from its operands' content.</summary>
    public static Func<ShapeContext, Numbers[], Numbers?>? Whole(Node node) => node.OpType switch
    {
        "Range" => Range,
        "NonZero" => (_, x) => NonZero(x[0]),
        _ => null,
    };

    /// <summary>The element that ConstantOfShape repeats.</summary>
    public static double Fill(ShapeContext c)
    {
        if (c.Node.Find("value")?.T is not { } proto)
            return 0;
        return Numbers.Of(TensorCodec.Decode(proto, "value", c.Node.Name)).Data is [double only] ? only : throw c.Misfit("has a value of more than one element");
    }

    private static double[]? Pairwise(ShapeContext c, Numbers[] x, int[] shape, Func<double, double, double> operation)
    {
        bool integers = ElementTypes.IsInteger(c.TypeOf(0));
        if (c.Node.OpType is "Mod" && c.Node.Int("fmod", 0) != 0)
            operation = (a, b) => a % b;
        double[] result = x[0].Stretch(shape);
        for (int i = 1; i < x.Length; i++)
        {
            double[] next = x[i].Stretch(shape);
            if (integers && (c.Node.OpType is "Div" or "Mod") && next.Contains(0))
                return null;
            result = [.. result.Zip(next, operation)];
        }
        return integers && c.Node.OpType is "Div" ? Array.ConvertAll(result, Math.Truncate) : result;
    }

    private static double[]? Reduce(Numbers x, int[] axes, Func<double, double, double> combine)
    {
        int[] order = [.. Enumerable.Range(0, x.Shape.Length).Except(axes), .. axes];
        int run = axes.Aggregate(1, (p, a) => p * x.Shape[a]);
        if (run == 0)
            return null;
        return [.. StridedViews.Permuted(x.Shape, order).Positions().Select(at => x.Data[at]).Chunk(run).Select(part => part.Aggregate(combine))];
    }

    private static double[] Concat(ShapeContext c, Numbers[] x, int[] shape)
    {
        int axis = c.Axis(c.Node.Int("axis", 1), shape.Length), outer = shape.Take(axis).Aggregate(1, (p, d) => p * d);
        int[] runs = [.. x.Select(part => outer == 0 ? 0 : part.Data.Length / outer)];
        return [.. Enumerable.Range(0, outer).SelectMany(o => x.SelectMany((part, i) => part.Data.Skip(o * runs[i]).Take(runs[i])))];
    }

    private static double[] Gather(ShapeContext c, Numbers[] x, int[] shape)
    {
        GatherIndices gather = GatherIndices.Of(c);
        int inner = x[0].Shape.Skip(gather.Axis + 1).Aggregate(1, (p, d) => p * d), line = inner * x[0].Shape[gather.Axis];
        return [.. Enumerable.Range(0, line == 0 ? 0 : x[0].Data.Length / line).SelectMany(
            o => gather.Indices.SelectMany(index => x[0].Data.Skip((o * line) + (index * inner)).Take(inner)))];
    }

    private static Numbers? Range(ShapeContext c, Numbers[] x)
    {
        if (x is not [{ Data: [double start] }, { Data: [double limit] }, { Data: [double delta] }] || delta == 0)
            throw c.Misfit("needs a start, a limit and a delta that is not 0");
        double count = Math.Max(0, Math.Ceiling((limit - start) / delta));
        if (!(count <= MaxRange))
            throw c.Misfit(FormattableString.Invariant($"makes {count} elements, more than {MaxRange}"));
        return new Numbers([(int)count], [.. Enumerable.Range(0, (int)count).Select(i => start + (i * delta))]);
    }

    private static Numbers NonZero(Numbers x)
    {
        int[] found = [.. Enumerable.Range(0, x.Data.Length).Where(i => x.Data[i] != 0)], strides = StridedView.Strides(x.Shape);
        return new Numbers([x.Shape.Length, found.Length], [.. x.Shape.SelectMany((size, axis) => found.Select(at => (double)(at / strides[axis] % size)))]);
    }
}
