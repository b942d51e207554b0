using NNCompress.Models.Shapes;

namespace NNCompress.Engines.Managed.Operators;

/// <summary>Takes indices along an axis; the indices are a constant. Others are <see cref="IndexedGather"/>'s.</summary>
internal sealed unsafe class Gather : Kernel
{
    private readonly int[] indices;

    // Elements of the input that one index of the axis owns, and of the whole axis.
    private readonly int inner;
    private readonly int line;

    private Gather(int[] indices, int inner, int line)
        : base(0) => (this.indices, this.inner, this.line) = (indices, inner, line);

    public static Kernel Compile(OperatorContext c)
    {
        if (c.Constant(1) is null)
            return IndexedGather.Compile(c);
        GatherIndices gather = GatherIndices.Of(c);
        int[] x = c.Shape(0);
        int inner = x.Skip(gather.Axis + 1).Aggregate(1, (p, d) => p * d);
        return new Gather(gather.Indices, inner, inner * x[gather.Axis]);
    }

    public override void Run(in KernelFrame frame)
    {
        float* to = frame.Output, end = to + frame.OutputSpan.Length;
        for (float* from = frame.Input(0); to < end; from += line)
        {
            if (inner == 1)
            {
                foreach (int index in indices)
                    *to++ = from[index];
                continue;
            }
            foreach (int index in indices)
            {
                new ReadOnlySpan<float>(from + ((nint)index * inner), inner).CopyTo(new Span<float>(to, inner));
                to += inner;
            }
        }
    }
}
