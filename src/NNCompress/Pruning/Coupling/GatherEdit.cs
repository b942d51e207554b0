using NNCompress.Models;

namespace NNCompress.Pruning.Coupling;

/// <summary>Indices of a Gather along an axis of channels: those that leave are dropped, the others count anew.</summary>
internal sealed class GatherEdit(Node node, int axis, int[] indices, int[] shape) : GraphEdit(node)
{
    public override void Apply(GraphCut cut)
    {
        if (cut.Kept(Node.Inputs[0], axis) is not { } kept)
            return;
        Dictionary<int, long> place = kept.Select((k, i) => (k, i)).ToDictionary(p => p.k, p => (long)p.i);
        long[] left = [.. indices.Where(place.ContainsKey).Select(i => place[i])];
        cut.SetInput(Node, 1, shape.Length == 0 ? [] : [left.Length], left);
    }
}
