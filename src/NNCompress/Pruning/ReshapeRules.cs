using NNCompress.Models;

namespace NNCompress.Pruning;

/// <summary>Operators that move channels about without mixing them.</summary>
internal static class ReshapeRules
{
    /// <summary>
    /// Row-major reshape. A tracked axis survives where an output axis starts at the same offset and holds it whole, alone or merged with the
    /// untracked axes behind it (each channel then owns a run of indices), or where it is split and each channel's run is one index of the
    /// first part.
    /// </summary>
    public static bool Reshape(DependencyWalk walk, Node node)
    {
        if (!walk.ValueUnits.TryGetValue(node.Inputs[0], out int[]?[]? from))
            return false;
        long?[] literal = [];
        if (node.OpType == "Reshape")
        {
            if (node.Int("allowzero", 0) != 0 || Literal(walk, node.Input(1)!) is not { } asked)
                return false;
            literal = asked;
        }
        int[] source = walk.ShapeOf(node.Inputs[0])!, target = walk.ShapeOf(node.Outputs[0])!;
        int[]?[] to = new int[]?[target.Length];
        for (int i = 0; i < source.Length; i++)
        {
            if (from[i] is not { } units)
                continue;
            if (!Place(walk, source, i, from, target, to, units))
                walk.Units.Lock(units, $"{node}");
        }
        walk.ValueUnits[node.Outputs[0]] = to;
        if (node.OpType == "Reshape")
        {
            bool constant = walk.IsConstant(node.Input(1));
            for (int j = 0; j < to.Length; j++)
            {
                if (to[j] is not { } units || literal[j] == -1)
                    continue;
                bool copied = literal[j] == 0 && j < from.Length && from[j]?.Length == units.Length;
                if (literal[j] > 0 && constant)
                    walk.Reshapes.Add(new ReshapeUse(node, j, units));
                else if (!copied)
                    walk.Units.Lock(units, $"{node}");
            }
        }
        return true;
    }

    public static bool Transpose(DependencyWalk walk, Node node)
    {
        if (!walk.ValueUnits.TryGetValue(node.Inputs[0], out int[]?[]? from))
            return false;
        int[] order = node.Ints("perm") is { Count: > 0 } perm ? [.. perm.Select(p => (int)p)] : [.. Enumerable.Range(0, from.Length).Reverse()];
        walk.ValueUnits[node.Outputs[0]] = Array.ConvertAll(order, axis => from[axis]);
        return true;
    }

    public static bool Concat(DependencyWalk walk, Node node)
    {
        if (node.Inputs.Any(i => walk.IsConstant(i) || !walk.ValueUnits.ContainsKey(i)))
            return false;
        int rank = walk.ShapeOf(node.Outputs[0])!.Length;
        int axis = (int)node.Int("axis", 1);
        axis = axis < 0 ? axis + rank : axis;
        int[]?[] result = new int[]?[rank];
        for (int i = 0; i < rank; i++)
        {
            int[]?[] parts = [.. node.Inputs.Select(input => walk.ValueUnits[input][i])];
            result[i] = i != axis ? parts.Aggregate((a, b) => walk.Unite(a, b, $"{node}"))
                : parts.All(p => p is null) ? null
                : [.. node.Inputs.SelectMany((input, n) => parts[n] ?? Fixed(walk.ShapeOf(input)![axis]))];
        }
        walk.ValueUnits[node.Outputs[0]] = result;
        return true;

        int[] Fixed(int count)
        {
            int[] units = walk.Units.Fresh(count);
            walk.Units.Lock(units, $"{node}");
            return units;
        }
    }

    /// <summary>
    /// The dimensions that a reshape asks for: those of a constant, or of the Concat that PyTorch writes for <c>x.view(x.size(0), -1)</c>, with
    /// null for what is computed; null where they cannot be told apart.
    /// </summary>
    private static long?[]? Literal(DependencyWalk walk, string shape)
    {
        if (walk.IsConstant(shape))
            return [.. walk.Network.Constant(shape)!.Integers.Select(d => (long?)d)];
        if (walk.Network.Nodes.FirstOrDefault(n => n.Outputs.Contains(shape)) is not { OpType: "Concat", Domain: "" } concat
            || concat.Inputs.Any(i => walk.ShapeOf(i) is not [_]))
            return null;
        return [.. concat.Inputs.SelectMany(i => walk.IsConstant(i)
            ? walk.Network.Constant(i)!.Integers.Select(d => (long?)d)
            : Enumerable.Repeat<long?>(null, walk.ShapeOf(i)![0]))];
    }

    private static bool Place(DependencyWalk walk, int[] source, int i, int[]?[] from, int[] target, int[]?[] to, int[] units)
    {
        long offset = Product(source, 0, i);
        for (int j = 0; j < target.Length; j++)
        {
            if (Product(target, 0, j) != offset || target[j] == 1 && source[i] != 1)
                continue;
            if (target[j] >= source[i])
                return Merge(source, i, from, target[j], out int run) && Set(to, j, [.. units.SelectMany(u => Enumerable.Repeat(u, run))]);
            return Split(walk, target, j, source[i], units, out int[] kept) && Set(to, j, kept);
        }
        return false;
    }

    /// <summary>Whether source axis i and the untracked axes behind it make up exactly <paramref name="length"/> indices.</summary>
    private static bool Merge(int[] source, int i, int[]?[] from, int length, out int run)
    {
        long product = source[i];
        int next = i + 1;
        while (product < length && next < source.Length && from[next] is null)
            product *= source[next++];
        run = length / source[i];
        return product == length;
    }

    /// <summary>Whether target axes j… make up exactly the source axis; each index of axis j then owns a run of source indices, united here.</summary>
    private static bool Split(DependencyWalk walk, int[] target, int j, int length, int[] units, out int[] kept)
    {
        kept = [];
        long product = target[j];
        int next = j + 1;
        while (product < length && next < target.Length)
            product *= target[next++];
        if (product != length)
            return false;
        int run = length / target[j];
        for (int index = 0; index < length; index++)
            walk.Units.Unite(units[index], units[index / run * run]);
        kept = [.. Enumerable.Range(0, target[j]).Select(index => units[index * run])];
        return true;
    }

    /// <summary>
    /// A list of indices along an axis that no layer before has made, that is, of the network's input: each entry may leave the list. Channels that
    /// are picked by their number stay, since the list would have to count anew.
    /// </summary>
    public static bool Gather(DependencyWalk walk, Node node)
    {
        if (!walk.ValueUnits.TryGetValue(node.Inputs[0], out int[]?[]? x) || !walk.IsConstant(node.Inputs[1]) || walk.ShapeOf(node.Inputs[1]) is not { Length: 1 })
            return false;
        int axis = (int)node.Int("axis", 0);
        axis = axis < 0 ? axis + x.Length : axis;
        // The first axis is the batch, or the length of a shape.
        if (axis < 1)
            return false;
        walk.Units.Lock(x[axis] ?? [], $"{node}");
        int[]?[] result = [.. x];
        result[axis] = x[axis] is null ? walk.Weight(node.Inputs[1], 0) : null;
        if (!walk.PrunesInputs)
            walk.Units.Lock(result[axis] ?? [], "the network's input");
        walk.ValueUnits[node.Outputs[0]] = result;
        return true;
    }

    private static bool Set(int[]?[] to, int j, int[] units)
    {
        to[j] = units;
        return true;
    }

    private static long Product(int[] shape, int start, int end)
    {
        long product = 1;
        for (int i = start; i < end; i++)
            product *= shape[i];
        return product;
    }
}
