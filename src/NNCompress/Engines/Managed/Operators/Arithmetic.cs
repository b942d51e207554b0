using NNCompress.Models.Shapes;

namespace NNCompress.Engines.Managed.Operators;

/// <summary>Add, Sub, Mul and Div with multidirectional broadcasting.</summary>
internal sealed unsafe class Arithmetic<TOperation> : Kernel
    where TOperation : struct, IArithmetic
{
    private readonly BroadcastLoop loop;

    private Arithmetic(BroadcastLoop loop, bool inPlace)
        : base(0, 1)
    {
        this.loop = loop;
        InPlace = inPlace;
    }

    // The first input is read in step with the output only where it is not broadcast itself.
    public override bool InPlace { get; }

    public static Kernel Compile(OperatorContext c) => new Arithmetic<TOperation>(
        new BroadcastLoop(c.OutputShape, c.Shape(0), PointwiseShapes.SecondShape(c)),
        c.Shape(0).Aggregate(1L, (p, d) => p * d) == c.OutputShape.Aggregate(1L, (p, d) => p * d));

    public override void Run(in KernelFrame frame)
    {
        (int size, nint innerA, nint innerB) = loop.Inner;
        float* y = frame.Output;
        foreach ((nint startA, nint startB) in loop.Outer())
        {
            float* a = frame.Input(0) + startA, b = frame.Input(1) + startB;
            Span<float> to = new(y, size);
            if (innerB == 0)
                TOperation.Run(new ReadOnlySpan<float>(a, size), *b, to);
            else if (innerA == 0)
                TOperation.Run(*a, new ReadOnlySpan<float>(b, size), to);
            else
                TOperation.Run(new ReadOnlySpan<float>(a, size), new ReadOnlySpan<float>(b, size), to);
            y += size;
        }
    }
}
