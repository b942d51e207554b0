namespace NNCompress.Models.Shapes;

/// <summary>Operators that move or rename elements without changing them.</summary>
internal static class LayoutShapes
{
    public static int[] Flatten(ShapeContext c)
    {
        int[] x = c.Shape(0);
        long axis = c.Node.Int("axis", 1);
        int split = axis == x.Length ? x.Length : c.Axis(axis, x.Length);
        return [Product(c, x.AsSpan(0, split)), Product(c, x.AsSpan(split))];
    }

    public static int[] Reshape(ShapeContext c)
    {
        int[] x = c.Shape(0);
        long[] wanted = c.Integers("shape", 1) ?? throw c.Misfit("lacks its shape");
        bool keepZero = c.Node.Int("allowzero", 0) != 0;
        int[] shape = new int[wanted.Length];
        int open = -1;
        for (int i = 0; i < shape.Length; i++)
        {
            if (wanted[i] is < -1 or > int.MaxValue || (wanted[i] == -1 && open >= 0) || (wanted[i] == 0 && !keepZero && i >= x.Length))
                throw Misfit();
            if (wanted[i] == -1)
                open = i;
            shape[i] = wanted[i] switch { -1 => 1, 0 when !keepZero => x[i], _ => (int)wanted[i] };
        }
        long total = Product(c, x), rest = Product(c, shape);
        if (open >= 0)
        {
            if (rest == 0 || total % rest != 0)
                throw Misfit();
            shape[open] = (int)(total / rest);
        }
        else if (rest != total)
        {
            throw Misfit();
        }
        return shape;

        NncException Misfit() => c.Misfit($"cannot give shape {ShapeContext.Text(x)} the shape [{string.Join(',', wanted)}]");
    }

    public static int[] Squeeze(ShapeContext c)
    {
        int[] x = c.Shape(0);
        if (c.Integers("axes", 1) is not { } axes)
            return [.. x.Where(d => d != 1)];
        HashSet<int> gone = [.. axes.Select(a => c.Axis(a, x.Length))];
        if (gone.Any(a => x[a] != 1))
            throw c.Misfit($"cannot squeeze axes [{string.Join(',', axes)}] of shape {ShapeContext.Text(x)}");
        return [.. x.Where((_, i) => !gone.Contains(i))];
    }

    public static int[] Unsqueeze(ShapeContext c)
    {
        int[] x = c.Shape(0);
        long[] axes = c.Integers("axes", 1) ?? throw c.Misfit("lacks its axes");
        HashSet<int> added = [];
        foreach (long axis in axes)
        {
            if (!added.Add(c.Axis(axis, x.Length + axes.Length)))
                throw c.Misfit($"names axis {axis} twice");
        }
        Queue<int> rest = new(x);
        return [.. Enumerable.Range(0, x.Length + axes.Length).Select(i => added.Contains(i) ? 1 : rest.Dequeue())];
    }

    public static int[] Transpose(ShapeContext c)
    {
        int[] x = c.Shape(0);
        return [.. Permutation(c, x.Length).Select(axis => x[axis])];
    }

    /// <summary>For each output axis the input axis that it is; reversed order where the node says nothing.</summary>
    public static int[] Permutation(ShapeContext c, int rank)
    {
        if (c.Node.Ints("perm") is not { } perm)
            return [.. Enumerable.Range(0, rank).Reverse()];
        if (!perm.Order().SequenceEqual(Enumerable.Range(0, rank).Select(i => (long)i)))
            throw c.Misfit($"has perm [{string.Join(',', perm)}] for {rank} dimensions");
        return [.. perm.Select(p => (int)p)];
    }

    public static int[] Concat(ShapeContext c)
    {
        int[] result = [.. c.Shape(0)];
        int axis = c.Axis(c.Node.Int("axis", 1), result.Length);
        for (int i = 1; i < c.Node.Inputs.Count; i++)
        {
            int[] next = c.Shape(i);
            if (next.Length != result.Length || next.Where((d, j) => j != axis && d != result[j]).Any())
                throw c.Misfit($"cannot join shapes {ShapeContext.Text(result)} and {ShapeContext.Text(next)} along axis {axis}");
            long size = (long)result[axis] + next[axis];
            result[axis] = size <= int.MaxValue ? (int)size : throw c.Misfit($"joins {size} elements along axis {axis}");
        }
        return result;
    }

    public static int[] Expand(ShapeContext c)
    {
        long[] wanted = c.Integers("shape", 1) ?? throw c.Misfit("lacks its shape");
        if (wanted.Any(d => d is < 0 or > int.MaxValue))
            throw c.Misfit($"has shape [{string.Join(',', wanted)}]");
        return PointwiseShapes.Broadcast(c, c.Shape(0), (int[])[.. wanted.Select(d => (int)d)]);
    }

    public static int[] Tile(ShapeContext c)
    {
        int[] repeats = Repeats(c);
        return [.. c.Shape(0).Select((d, i) => (long)d * repeats[i] <= int.MaxValue ? d * repeats[i] : throw c.Misfit($"repeats {d} elements {repeats[i]} times"))];
    }

    /// <summary>How often Tile repeats each dimension.</summary>
    public static int[] Repeats(ShapeContext c)
    {
        long[] repeats = c.Integers("repeats", 1) ?? throw c.Misfit("lacks its repeats");
        return repeats.Length == c.Shape(0).Length && repeats.All(r => r is >= 0 and <= int.MaxValue)
            ? [.. repeats.Select(r => (int)r)]
            : throw c.Misfit($"has repeats [{string.Join(',', repeats)}] for shape {ShapeContext.Text(c.Shape(0))}");
    }

    public static int[] Constant(ShapeContext c) =>
        c.Output()?.Shape ?? throw c.Unsupported("has a value that is not a dense tensor of numbers");

    private static int Product(ShapeContext c, ReadOnlySpan<int> shape)
    {
        long product = 1;
        foreach (int d in shape)
        {
            product *= d;
            if (product > int.MaxValue)
                throw c.Misfit($"makes more than {int.MaxValue} elements");
        }
        return (int)product;
    }
}
