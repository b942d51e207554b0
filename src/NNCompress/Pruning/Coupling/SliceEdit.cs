using NNCompress.Models;

namespace NNCompress.Pruning.Coupling;

/// <summary>Bounds of a Slice along axes of channels.</summary>
/// <param name="node">The Slice, whose bounds are constants.</param>
/// <param name="ranges">For each tracked axis its place among the bounds, and what is taken of it.</param>
internal sealed class SliceEdit(Node node, IReadOnlyList<(int Place, int Axis, int Start, int Count)> ranges) : GraphEdit(node)
{
    public override void Apply(GraphCut cut)
    {
        Node own = cut.Own(Node);
        long[] starts = Bounds("starts", 1), ends = Bounds("ends", 2);
        bool changed = false;
        foreach ((int place, int axis, int start, int count) in ranges)
        {
            if (cut.Kept(Node.Inputs[0], axis) is not { } kept)
                continue;
            starts[place] = kept.Count(k => k < start);
            ends[place] = kept.Count(k => k < start + count);
            changed = true;
        }
        if (!changed)
            return;
        Put("starts", 1, starts);
        Put("ends", 2, ends);

        long[] Bounds(string attribute, int input) => own.Ints(attribute) is { } list ? [.. list] : [.. cut.Network.Constant(own.Inputs[input])!.Integers];

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
