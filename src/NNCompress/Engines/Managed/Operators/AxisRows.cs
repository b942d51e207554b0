using NNCompress.Models.Shapes;

namespace NNCompress.Engines.Managed.Operators;

/// <summary>A value seen as rows: all elements along some axes are a row, and there is one for each position along the others.</summary>
internal sealed unsafe class AxisRows
{
    private readonly int[] starts;

    // Where a row's elements are from its start; null where they are neighbours.
    private readonly int[]? offsets;

    public AxisRows(int[] shape, int[] axes)
    {
        Length = axes.Aggregate(1, (p, axis) => p * shape[axis]);
        starts = [.. StridedViews.Permuted(shape, [.. Enumerable.Range(0, shape.Length).Except(axes)]).Positions()];
        StridedView row = StridedViews.Permuted(shape, axes);
        offsets = Length == 1 || row.Dimensions is [(_, 1)] ? null : [.. row.Positions()];
    }

    public int Count => starts.Length;

    /// <summary>Elements of a row.</summary>
    public int Length { get; }

    public bool IsContiguous => offsets is null;

    /// <summary>A row's elements: where they are, or copied to <paramref name="scratch"/>.</summary>
    public ReadOnlySpan<float> Read(float* value, int row, float* scratch)
    {
        if (offsets is null)
            return new ReadOnlySpan<float>(value + starts[row], Length);
        float* from = value + starts[row];
        for (int i = 0; i < offsets.Length; i++)
            scratch[i] = from[offsets[i]];
        return new ReadOnlySpan<float>(scratch, Length);
    }

    /// <summary>Where to write a row's elements: their place, or <paramref name="scratch"/>, from which <see cref="Write"/> brings them there.</summary>
    public Span<float> Target(float* value, int row, float* scratch) => new(offsets is null ? value + starts[row] : scratch, Length);

    public void Write(float* value, int row, float* scratch)
    {
        if (offsets is null)
            return;
        float* to = value + starts[row];
        for (int i = 0; i < offsets.Length; i++)
            to[offsets[i]] = scratch[i];
    }
}
