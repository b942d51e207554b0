using NNCompress.Models.Shapes;

namespace NNCompress.Engines.Managed.Operators;

/// <summary>Writes out a <see cref="StridedView"/> of its input: what Transpose, Slice, Split, Expand, Tile and their like do.</summary>
internal sealed unsafe class StridedCopy : Kernel
{
    private readonly int start;
    private readonly (int Size, nint Stride)[] dimensions;

    public StridedCopy(StridedView view)
        : base(0)
    {
        start = view.Start;
        dimensions = [.. view.Dimensions.Select(d => (d.Size, (nint)d.Stride))];
    }

    public static Kernel Compile(OperatorContext c) => new StridedCopy(StridedViews.Find(c, c.OutputIndex)!);

    public override void Run(in KernelFrame frame) => Run(frame.Input(0), frame.Output);

    /// <summary>Copies from a value's first element to a row-major output.</summary>
    public void Run(float* from, float* to)
    {
        if (dimensions.All(d => d.Size > 0))
            Walk(0, from + start, ref to);
    }

    private void Walk(int depth, float* from, ref float* to)
    {
        (int size, nint stride) = dimensions[depth];
        if (depth < dimensions.Length - 1)
        {
            for (int i = 0; i < size; i++)
                Walk(depth + 1, from + (i * stride), ref to);
            return;
        }
        if (stride == 1)
        {
            new ReadOnlySpan<float>(from, size).CopyTo(new Span<float>(to, size));
        }
        else if (stride == 0)
        {
            new Span<float>(to, size).Fill(*from);
        }
        else
        {
            for (int i = 0; i < size; i++)
                to[i] = from[i * stride];
        }
        to += size;
    }
}
