using NNCompress.Models;
using NNCompress.Models.Proto;

namespace NNCompress.Pruning.Coupling;

/// <summary>A shape that a node is told (Reshape, Expand, Resize), whose numbers of channels shrink with them.</summary>
/// <param name="node">The node.</param>
/// <param name="input">Which of its inputs is the shape.</param>
/// <param name="entries">What the shape is made of.</param>
/// <param name="axes">The output axis that each entry is for.</param>
/// <param name="zeroCopies">Whether 0 stands for the length of the first input's axis (Reshape).</param>
/// <param name="ones">Whether 1 leaves a dimension as it is (Expand).</param>
internal sealed class ShapeEdit(Node node, int input, ShapeEntry[] entries, int[] axes, bool zeroCopies, bool ones = false) : GraphEdit(node)
{
    private string Output => Node.Outputs[0];

    /// <summary>Locks what cannot be said of a cut network: run when all units are united and before anything leaves.</summary>
    public void Check(DependencyWalk walk)
    {
        for (int i = 0; i < entries.Length; i++)
        {
            if (Stays(i) || (!Copies(i) && (entries[i].Fixed is not null || entries[i].IsProduct)))
                continue;
            int[] own = Free(walk, Output, axes[i]);
            int[][] counted = [.. Resolved(i).Dimensions.Select(d => Free(walk, d.Value, d.Axis)).Where(units => units.Length > 0)];
            if ((own.Length == 0 && counted.Length == 0) || (Copies(i) && counted.Length == 1 && Matches(walk, own, counted[0])))
                continue;
            foreach (int[] units in counted.Append(own))
                walk.Units.Lock(units, $"{Node}, whose shape is computed");
        }
    }

    public override void Apply(GraphCut cut)
    {
        Change[] changes = [.. Enumerable.Range(0, entries.Length).Select(i => Of(cut, i))];
        if (changes.All(c => c == default(Change)))
            return;
        Node own = cut.Own(Node);
        if (own.Find("shape") is { } attribute)
        {
            for (int i = 0; i < entries.Length; i++)
                attribute.Ints[i] = changes[i].Wanted ?? attribute.Ints[i];
        }
        else if (Enumerable.Range(0, entries.Length).All(i => changes[i].Wanted is not null || entries[i].Fixed is not null))
        {
            cut.SetInput(Node, input, [entries.Length], [.. changes.Select((c, i) => c.Wanted ?? entries[i].Fixed!.Value)]);
        }
        else
        {
            Correct(cut, own, changes);
        }
    }

    /// <summary>What the entry must become of what the cut network computes.</summary>
    private Change Of(GraphCut cut, int i)
    {
        if (Stays(i) || Copies(i))
            return default;
        (long times, long over) = (1, 1);
        bool changed = false;
        if (cut.Kept(Output, axes[i]) is { } left)
            (times, over, changed) = (left.Length, cut.Units(Output, axes[i])!.Length, true);
        long? wanted = entries[i].Fixed * times / over;
        foreach ((string value, int axis) in entries[i].Dimensions)
        {
            // It shrinks by itself with these.
            if (cut.Kept(value, axis) is { } kept)
                (times, over, changed) = (times * cut.Units(value, axis)!.Length, over * kept.Length, true);
        }
        long common = (long)System.Numerics.BigInteger.GreatestCommonDivisor(times, over);
        (times, over) = (times / common, over / common);
        return !changed || (entries[i].IsProduct && times == over && wanted is null) ? default
            : entries[i].IsProduct && entries[i].Literal is null ? new Change(wanted, times, over, 0)
            : new Change(wanted, 0, 1, wanted!.Value);
    }

    /// <summary>The shape is computed as before, and then corrected: each entry times a fraction, or replaced.</summary>
    private void Correct(GraphCut cut, Node own, Change[] changes)
    {
        string shape = own.Inputs[input], result = shape;
        List<NodeProto> nodes = [];
        Append("Mul", changes.Select(c => c == default ? 1 : c.Times), 1, "times");
        Append("Div", changes.Select(c => c == default ? 1 : c.Over), 1, "over");
        Append("Add", changes.Select(c => c.Plus), 0, "plus");
        cut.InsertBefore(own, [.. nodes]);
        own.Proto.Input[input] = result;

        void Append(string operation, IEnumerable<long> operand, long neutral, string name)
        {
            long[] values = [.. operand];
            if (values.All(v => v == neutral))
                return;
            string output = cut.Fresh($"{shape}.{name}");
            NodeProto proto = new() { OpType = operation, Name = cut.Fresh($"{output}_node") };
            proto.Input.AddRange([result, cut.AddConstant($"{output}_by", [values.Length], values)]);
            proto.Output.Add(output);
            nodes.Add(proto);
            result = output;
        }
    }

    private bool Stays(int i) => entries[i].Literal is -1 || (ones && entries[i].Literal is 1);

    private bool Copies(int i) => zeroCopies && entries[i].Literal is 0;

    private ShapeEntry Resolved(int i) => Copies(i) ? ShapeEntry.OfDimension(Node.Inputs[0], i) : entries[i];

    /// <summary>Units that may leave, or nothing where all are locked or untracked.</summary>
    private static int[] Free(DependencyWalk walk, string value, int axis) =>
        walk.ValueUnits.GetValueOrDefault(value)?[axis] is { } units && units.Any(u => walk.Units.LockOf(u) is null) ? units : [];

    /// <summary>Whether an axis of the output loses with each unit a fixed multiple of what the counted one loses.</summary>
    private static bool Matches(DependencyWalk walk, int[] own, int[] counted)
    {
        if (own.Length == 0 || own.Length % counted.Length != 0)
            return false;
        int times = own.Length / counted.Length;
        Dictionary<int, int> left = [];
        foreach (int unit in own)
            left[walk.Units.Root(unit)] = left.GetValueOrDefault(walk.Units.Root(unit)) + 1;
        foreach (int unit in counted)
            left[walk.Units.Root(unit)] = left.GetValueOrDefault(walk.Units.Root(unit)) - times;
        return left.Values.All(v => v == 0);
    }

    /// <param name="Wanted">The number itself, where it does not depend on the batch.</param>
    /// <param name="Times">Numerator of what the computed entry is multiplied by.</param>
    /// <param name="Over">Its denominator; 0 in the default value, which leaves the entry alone.</param>
    /// <param name="Plus">What is added then.</param>
    private readonly record struct Change(long? Wanted, long Times, long Over, long Plus);
}
