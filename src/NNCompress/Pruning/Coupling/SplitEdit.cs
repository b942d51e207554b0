using NNCompress.Models;
using NNCompress.Models.Proto;

namespace NNCompress.Pruning.Coupling;

/// <summary>Sizes of a Split along an axis of channels.</summary>
internal sealed class SplitEdit(Node node, int axis, int[] sizes) : GraphEdit(node)
{
    public override void Apply(GraphCut cut)
    {
        if (cut.Kept(Node.Inputs[0], axis) is not { } kept)
            return;
        long[] left = new long[sizes.Length];
        for (int i = 0, start = 0; i < sizes.Length; start += sizes[i++])
            left[i] = kept.Count(k => k >= start && k < start + sizes[i]);
        Node own = cut.Own(Node);
        if (own.Find("split") is { } attribute)
        {
            attribute.Ints.Clear();
            attribute.Ints.AddRange(left);
        }
        else if (own.Opset < 13)
        {
            AttributeProto added = new() { Name = "split", Type = 7 };
            added.Ints.AddRange(left);
            own.Proto.Attribute.Add(added);
        }
        else
        {
            if (own.Find("num_outputs") is { } count)
                own.Proto.Attribute.Remove(count);
            cut.SetInput(Node, 1, [left.Length], left);
        }
    }
}
