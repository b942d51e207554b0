using NNCompress.Models;

namespace NNCompress.Pruning.Coupling;

/// <summary>Bounds of a Slice along axes of channels, or bounds that the graph computes from the number of channels.</summary>
/// <param name="node">The Slice.</param>
/// <param name="starts">Where each range starts, before.</param>
/// <param name="ends">Where each range ends, before.</param>
/// <param name="ranges">For each tracked axis its place among the bounds, and what is taken of it.</param>
internal sealed class SliceEdit(Node node, long[] starts, long[] ends, IReadOnlyList<(int Place, int Axis, int Start, int Count)> ranges) : GraphEdit(node)
{
    public override void Apply(GraphCut cut)
    {
        Node own = cut.Own(Node);
        (long[] from, long[] to) = ([.. starts], [.. ends]);
        // Computed bounds are written out: what they count may have changed.
        bool changed = own.Find("starts") is null && (cut.Network.Constant(own.Inputs[1]) is null || cut.Network.Constant(own.Inputs[2]) is null);
        foreach ((int place, int axis, int start, int count) in ranges)
        {
            if (cut.Kept(Node.Inputs[0], axis) is not { } kept)
                continue;
            from[place] = kept.Count(k => k < start);
            to[place] = kept.Count(k => k < start + count);
            changed = true;
        }
        if (!changed)
            return;
        Put("starts", 1, from);
        Put("ends", 2, to);

        void Put(string attribute, int input, long[] values)
        {
            if (own.Find(attribute) is { } list)
            {
                list.Ints.Clear();
                list.Ints.AddRange(values);
            }
            else
            {
                cut.SetInput(Node, input, [values.Length], values);
            }
        }
    }
}
