using NNCompress.Models;
using NNCompress.Models.Proto;

namespace NNCompress.Pruning.Coupling;

/// <summary>
/// Reshape, Transpose, Reshape that put the channels of a value in another order. What is left of them need not form groups of one size, so when
/// channels leave a Gather takes the place of the three.
/// </summary>
/// <param name="first">The first Reshape.</param>
/// <param name="middle">The Transpose.</param>
/// <param name="last">The last Reshape.</param>
/// <param name="axis">Where the channels lie.</param>
/// <param name="order">For each channel of the output the channel of the input that it is.</param>
internal sealed class ShuffleEdit(Node first, Node middle, Node last, int axis, int[] order) : GraphEdit(last)
{
    public override void Apply(GraphCut cut)
    {
        if (cut.Kept(first.Inputs[0], axis) is not { } kept)
            return;
        Dictionary<int, long> place = kept.Select((k, i) => (k, i)).ToDictionary(p => p.k, p => (long)p.i);
        long[] indices = [.. order.Where(place.ContainsKey).Select(i => place[i])];
        NodeProto gather = new() { OpType = "Gather", Name = cut.Own(Node).Name };
        gather.Input.AddRange([first.Inputs[0], cut.AddConstant($"{Node.Outputs[0]}.order", [indices.Length], indices)]);
        gather.Output.Add(Node.Outputs[0]);
        gather.Attribute.Add(new AttributeProto { Name = "axis", Type = 2, I = axis });
        cut.InsertBefore(Node, gather);
        foreach (Node node in new[] { first, middle, Node })
            cut.Remove(node);
    }
}
