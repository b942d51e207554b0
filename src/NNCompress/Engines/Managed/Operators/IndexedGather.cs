namespace NNCompress.Engines.Managed.Operators;

/// <summary>Gather with indices that are computed, or fed, such as the tokens of a text.</summary>
internal sealed unsafe class IndexedGather : Kernel
{
    private readonly Indices indices;

    // Slices before the axis, elements of the input that one index owns, and indices a slice.
    private readonly int outer;
    private readonly int inner;
    private readonly int count;

    private IndexedGather(OperatorContext c, int axis)
        : base(0, 1)
    {
        int[] x = c.Shape(0);
        indices = new Indices(c, axis, x[axis]);
        outer = x.Take(axis).Aggregate(1, (p, d) => p * d);
        inner = x.Skip(axis + 1).Aggregate(1, (p, d) => p * d);
        count = c.Shape(1).Aggregate(1, (p, d) => p * d);
    }

    public static Kernel Compile(OperatorContext c) => new IndexedGather(c, c.Axis(c.Node.Int("axis", 0), c.Shape(0).Length));

    public override void Run(in KernelFrame frame)
    {
        float* from = frame.Input(0), to = frame.Output;
        for (int o = 0; o < outer; o++, from += (nint)inner * indices.Size)
        {
            for (int i = 0; i < count; i++, to += inner)
                new ReadOnlySpan<float>(from + ((nint)inner * indices.At(frame.Input(1)[i])), inner).CopyTo(new Span<float>(to, inner));
        }
    }
}
