using System.Numerics.Tensors;
using NNCompress.Engines.Managed.Operators;

namespace NNCompress.Engines.Managed.Training.Steps;

/// <summary>Between a shape and a smaller one that is broadcast to it: adds the small value to the large one, and sums the large one into the small.</summary>
internal sealed class Broadcast
{
    private readonly int size;
    private readonly bool together;
    private readonly (int Large, int Small)[] runs;

    public Broadcast(int[] large, int[] small)
    {
        BroadcastLoop loop = new(large, large, small);
        (size, _, nint step) = loop.Inner;
        together = step != 0;
        runs = [.. loop.Outer().Select(o => ((int)o.A, (int)o.B))];
    }

    /// <summary>large += factor · small.</summary>
    public void Add(ReadOnlySpan<float> small, float factor, Span<float> large)
    {
        foreach ((int to, int from) in runs)
        {
            Span<float> run = large.Slice(to, size);
            if (!together)
                TensorPrimitives.Add(run, factor * small[from], run);
            else if (factor == 1)
                TensorPrimitives.Add(run, small.Slice(from, size), run);
            else
                TensorPrimitives.MultiplyAdd(small.Slice(from, size), factor, run, run);
        }
    }

    /// <summary>small += factor · large, summed over what small is broadcast along.</summary>
    public void Reduce(ReadOnlySpan<float> large, float factor, Span<float> small)
    {
        foreach ((int from, int to) in runs)
        {
            ReadOnlySpan<float> run = large.Slice(from, size);
            if (!together)
                small[to] += factor * TensorPrimitives.Sum(run);
            else if (factor == 1)
                TensorPrimitives.Add(small.Slice(to, size), run, small.Slice(to, size));
            else
                TensorPrimitives.MultiplyAdd(run, factor, small.Slice(to, size), small.Slice(to, size));
        }
    }
}
