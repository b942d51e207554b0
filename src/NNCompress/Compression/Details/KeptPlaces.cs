using NNCompress.Models;
using NNCompress.Pruning;

namespace NNCompress.Compression.Details;

/// <summary>Where the weights of a tensor have gone: an index before to the index after.</summary>
internal sealed class KeptPlaces
{
    private readonly int[] before;
    private readonly int[] after;
    private readonly int[]?[] places;

    private KeptPlaces(int[] before, int[] after, int[]?[] places) => (this.before, this.after, this.places) = (before, after, places);

    /// <param name="dependencies">Of the network before.</param>
    /// <param name="removed">Units that left.</param>
    /// <param name="tensor">The weight's name.</param>
    /// <param name="result">The network after.</param>
    /// <returns>Null where the network after has no such tensor, or not in the shape that what left explains.</returns>
    public static KeptPlaces? Of(Dependencies dependencies, IReadOnlySet<int> removed, string tensor, Network result)
    {
        if (!result.IsConstant(tensor) || !result.IsFloat(tensor))
            return null;
        int[] before = dependencies.Network.ShapeOf(tensor), after = result.ShapeOf(tensor), kept = [.. before];
        int[]?[] places = new int[]?[before.Length];
        for (int axis = 0; axis < before.Length; axis++)
        {
            if (!dependencies.WeightUnits.TryGetValue(new WeightAxis(tensor, axis), out int[]? units))
                continue;
            int next = 0;
            places[axis] = Array.ConvertAll(units, unit => removed.Contains(unit) ? -1 : next++);
            kept[axis] = next;
        }
        return kept.SequenceEqual(after) ? new KeptPlaces(before, after, places) : null;
    }

    /// <summary>The index after, row-major; -1 for a weight that left.</summary>
    public long Of(long index)
    {
        long result = 0, stride = 1;
        for (int axis = before.Length - 1; axis >= 0; axis--)
        {
            int at = (int)(index % before[axis]);
            index /= before[axis];
            int place = places[axis]?[at] ?? at;
            if (place < 0)
                return -1;
            result += place * stride;
            stride *= after[axis];
        }
        return result;
    }
}
