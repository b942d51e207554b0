using NNCompress.Models.Shapes;

namespace NNCompress.Engines.Managed.Operators;

/// <summary>An operation on the elements of two values, with broadcasting, one pair at a time.</summary>
internal sealed unsafe class Pairwise<TPair> : Kernel
    where TPair : struct, IPair
{
    private readonly BroadcastLoop loop;

    private Pairwise(BroadcastLoop loop, bool inPlace)
        : base(0, 1) => (this.loop, InPlace) = (loop, inPlace);

    // The first input is read in step with the output only where it is not broadcast itself.
    public override bool InPlace { get; }

    public static Kernel Compile(OperatorContext c) => new Pairwise<TPair>(
        new BroadcastLoop(c.OutputShape, c.Shape(0), PointwiseShapes.SecondShape(c)),
        c.Shape(0).Aggregate(1L, (p, d) => p * d) == c.OutputShape.Aggregate(1L, (p, d) => p * d));

    public override void Run(in KernelFrame frame)
    {
        (int size, nint innerA, nint innerB) = loop.Inner;
        float* y = frame.Output;
        foreach ((nint startA, nint startB) in loop.Outer())
        {
            float* a = frame.Input(0) + startA, b = frame.Input(1) + startB;
            for (int i = 0; i < size; i++)
                y[i] = TPair.Apply(a[i * innerA], b[i * innerB]);
            y += size;
        }
    }
}
