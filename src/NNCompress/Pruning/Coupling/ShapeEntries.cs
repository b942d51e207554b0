using NNCompress.Models;

namespace NNCompress.Pruning.Coupling;

/// <summary>
/// Follows the numbers that exporters compute shapes from, such as the Shape, Gather, Unsqueeze, Concat of PyTorch's
/// <c>x.view(x.size(0), -1)</c>: which of them come from which dimension, and so shrink by themselves when the network is cut.
/// </summary>
internal static class ShapeEntries
{
    private const int MostEntries = 64;

    /// <summary>Whether the node computes numbers from shapes and constants alone; its outputs are noted then.</summary>
    public static bool Of(DependencyWalk walk, Node node, string[] inputs)
    {
        if (node is { OpType: "Constant", Domain: "" })
        {
            // Forms other than a tensor are no constants that a cut could change; as numbers they are known.
            if (!walk.IsConstant(node.Outputs[0]) && walk.ShapeOf(node.Outputs[0]) is { } own)
            {
                walk.Set(node.Outputs[0], new int[]?[own.Length]);
                if (walk.Context(node).Output() is { IsFloat: false } tensor)
                    walk.Integers[node.Outputs[0]] = [.. tensor.Integers.Select(ShapeEntry.OfLiteral)];
            }
            return true;
        }
        ShapeEntry[]? entries = null;
        if (node is { OpType: "Shape" or "Size", Domain: "" } && walk.ShapeOf(inputs[0]) is { } measured)
        {
            ShapeEntry[] all = [.. Enumerable.Range(0, measured.Length).Select(i => walk.IsConstant(inputs[0]) ? ShapeEntry.OfLiteral(measured[i]) : ShapeEntry.OfDimension(inputs[0], i))];
            if (walk.IsConstant(inputs[0]))
                walk.LockValue(inputs[0], $"{node}");
            (int from, int to) = (Bound(node.Int("start", 0)), Bound(node.Int("end", measured.Length)));
            entries = node.OpType == "Size" ? [all.Aggregate(ShapeEntry.OfLiteral(1), (a, b) => a.Times(b))] : all[from..Math.Max(from, to)];

            int Bound(long position) => (int)Math.Clamp(position < 0 ? position + measured.Length : position, 0, measured.Length);
        }
        else if (inputs.Length == 0 || !inputs.Any(walk.Integers.ContainsKey) || !inputs.All(i => walk.Integers.ContainsKey(i) || (walk.IsConstant(i) && !HoldsWeights(walk, i))))
        {
            return false;
        }
        entries ??= Computed(walk, node, inputs);
        foreach (string output in node.Outputs.Where(o => o.Length > 0))
        {
            walk.Integers[output] = entries;
            if (walk.ShapeOf(output) is { } shape)
                walk.Set(output, new int[]?[shape.Length]);
        }
        return true;
    }

    /// <summary>The entries of a value; null where it is not made of shapes and integer constants.</summary>
    public static ShapeEntry[]? Read(DependencyWalk walk, string value)
    {
        if (walk.Integers.TryGetValue(value, out ShapeEntry[]? known))
            return walk.Fixed(value) is { } numbers && numbers.Length == known.Length ? [.. known.Select((e, i) => e with { Fixed = e.Literal ?? numbers[i] })] : known;
        if (!walk.IsConstant(value) || walk.ShapeOf(value) is not { Length: <= 1 } shape || shape is [> MostEntries])
            return null;
        return walk.Network.Constant(value) is { IsFloat: false } constant ? [.. constant.Integers.Select(ShapeEntry.OfLiteral)] : null;
    }

    private static bool HoldsWeights(DependencyWalk walk, string constant) =>
        walk.ShapeOf(constant)!.Any(d => d > 1) && walk.Network.Constant(constant) is { IsFloat: true };

    private static ShapeEntry[] Computed(DependencyWalk walk, Node node, string[] inputs)
    {
        ShapeEntry[]?[] read = [.. inputs.Select(i => Read(walk, i))];
        int length = node.Outputs.Count == 1 && walk.ShapeOf(node.Outputs[0]) is { Length: <= 1 } shape ? shape is [int n] ? n : 1 : -1;
        ShapeEntry[]? entries = node.Domain.Length > 0 || read[0] is null ? null : node.OpType switch
        {
            "Identity" or "Cast" or "Unsqueeze" or "Squeeze" or "Reshape" or "Flatten" => read[0],
            "Concat" when read.All(r => r is not null) => [.. read.SelectMany(r => r!)],
            "Gather" when walk.IsConstant(inputs[1]) => Picked(read[0]!, walk.Network.Constant(inputs[1])!.Integers),
            "Slice" when inputs.Length >= 3 => Sliced(read),
            "Mul" when read[1] is not null => Pairwise(read[0]!, read[1]!, (a, b) => a.Times(b)),
            "Div" when read[1] is not null => Pairwise(read[0]!, read[1]!, (a, b) => a.Over(b)),
            "Add" when read[1] is not null => Pairwise(read[0]!, read[1]!, (a, b) => a.Plus(b)),
            _ => null,
        };
        if (entries is not null && entries.Length == length)
            return entries;
        ShapeEntry opaque = ShapeEntry.Opaque(read.OfType<ShapeEntry[]>().SelectMany(r => r));
        return length is >= 0 and <= MostEntries ? [.. Enumerable.Repeat(opaque, length)] : [opaque];
    }

    private static ShapeEntry[] Pairwise(ShapeEntry[] a, ShapeEntry[] b, Func<ShapeEntry, ShapeEntry, ShapeEntry> operation) =>
        [.. Enumerable.Range(0, Math.Max(a.Length, b.Length)).Select(i => operation(a[a.Length == 1 ? 0 : i], b[b.Length == 1 ? 0 : i]))];

    private static ShapeEntry[]? Picked(ShapeEntry[] from, long[] indices) =>
        indices.All(i => i >= -from.Length && i < from.Length) ? [.. indices.Select(i => from[i < 0 ? i + from.Length : i])] : null;

    private static ShapeEntry[]? Sliced(ShapeEntry[]?[] read)
    {
        if (read[1] is not [{ Literal: { } start }] || read[2] is not [{ Literal: { } end }] || (read.Length > 4 && read[4] is not [{ Literal: 1 }]))
            return null;
        int length = read[0]!.Length;
        int from = Bound(start), to = Bound(end);
        return read[0]![from..Math.Max(from, to)];

        int Bound(long position) => (int)Math.Clamp(position < 0 ? position + length : position, 0, length);
    }
}
