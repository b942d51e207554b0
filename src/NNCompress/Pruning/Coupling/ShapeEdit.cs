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
            int[] own = Free(walk, Output, axes[i]);
            ShapeEntry entry = Resolved(i);
            int[][] counted = [.. entry.Dimensions.Select(d => Free(walk, d.Value, d.Axis)).Where(units => units.Length > 0)];
            bool right = counted.Length switch
            {
                // Numbers that are written in the file, or computed from what stays, are multiplied by the share that is left.
                0 => own.Length == 0 || (entry.IsProduct && !Copies(i)),
                1 => entry.IsProduct && Matches(walk, own, counted[0]),
                _ => false,
            };
            if (right)
                continue;
            foreach (int[] units in counted.Append(own))
                walk.Units.Lock(units, $"{Node}, whose shape is computed");
        }
    }

    public override void Apply(GraphCut cut)
    {
        long[] kept = [.. Enumerable.Repeat(1L, entries.Length)], before = [.. kept];
        for (int i = 0; i < entries.Length; i++)
        {
            ShapeEntry entry = Resolved(i);
            if (entry.Literal is -1 || (ones && entry.Literal is 1) || cut.Kept(Output, axes[i]) is not { } left || entry.Dimensions.Any(d => cut.Kept(d.Value, d.Axis) is not null))
                continue;
            (kept[i], before[i]) = (left.Length, cut.Units(Output, axes[i])!.Length);
            long common = (long)System.Numerics.BigInteger.GreatestCommonDivisor(kept[i], before[i]);
            (kept[i], before[i]) = (kept[i] / common, before[i] / common);
        }
        if (kept.All(k => k == 1) && before.All(b => b == 1))
            return;
        Node own = cut.Own(Node);
        if (own.Ints("shape") is not null)
        {
            AttributeProto attribute = own.Find("shape")!;
            for (int i = 0; i < entries.Length; i++)
                attribute.Ints[i] = attribute.Ints[i] * kept[i] / before[i];
        }
        else if (cut.Network.Constant(own.Inputs[input]) is { } constant)
        {
            cut.SetInput(Node, input, constant.Shape, [.. constant.Integers.Select((v, i) => v * kept[i] / before[i])]);
        }
        else
        {
            Scale(cut, own, kept, before);
        }
    }

    /// <summary>The shape is computed as before, then multiplied by the share of each dimension that is left.</summary>
    private static void Append(GraphCut cut, List<NodeProto> nodes, string operation, string left, string right, string result)
    {
        NodeProto proto = new() { OpType = operation, Name = cut.Fresh($"{result}_node") };
        proto.Input.AddRange([left, right]);
        proto.Output.Add(result);
        nodes.Add(proto);
    }

    private void Scale(GraphCut cut, Node own, long[] kept, long[] before)
    {
        string shape = own.Inputs[input], multiplied = cut.Fresh($"{shape}.multiplied"), divided = cut.Fresh($"{shape}.kept");
        List<NodeProto> nodes = [];
        Append(cut, nodes, "Mul", shape, cut.AddConstant($"{shape}.channels", [kept.Length], kept), multiplied);
        Append(cut, nodes, "Div", multiplied, cut.AddConstant($"{shape}.before", [before.Length], before), divided);
        cut.InsertBefore(own, [.. nodes]);
        own.Proto.Input[input] = divided;
    }

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
}
