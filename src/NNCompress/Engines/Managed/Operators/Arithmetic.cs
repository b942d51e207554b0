namespace NNCompress.Engines.Managed.Operators;

/// <summary>Add, Sub, Mul and Div with multidirectional broadcasting.</summary>
internal sealed unsafe class Arithmetic<TOperation> : Kernel
    where TOperation : struct, IArithmetic
{
    private readonly (nint A, nint B)[] runs;
    private readonly (int Size, nint A, nint B) inner;

    private Arithmetic(BroadcastLoop loop, bool inPlace)
        : base(0, 1)
    {
        runs = [.. loop.Outer()];
        inner = loop.Inner;
        InPlace = inPlace;
    }

    // The first input is read in step with the output only where it is not broadcast itself.
    public override bool InPlace { get; }

    public static Kernel Compile(OperatorContext c) => new Arithmetic<TOperation>(
        new BroadcastLoop(c.OutputShape, c.Shape(0), c.Shape(1)),
        c.Shape(0).Aggregate(1L, (p, d) => p * d) == c.OutputShape.Aggregate(1L, (p, d) => p * d));

    public override void Run(in KernelFrame frame)
    {
        int size = inner.Size;
        float* y = frame.Output;
        foreach ((nint startA, nint startB) in runs)
        {
            float* a = frame.Input(0) + startA, b = frame.Input(1) + startB;
            Span<float> to = new(y, size);
            if (inner.B == 0)
                TOperation.Run(new ReadOnlySpan<float>(a, size), *b, to);
            else if (inner.A == 0)
                TOperation.Run(*a, new ReadOnlySpan<float>(b, size), to);
            else
                TOperation.Run(new ReadOnlySpan<float>(a, size), new ReadOnlySpan<float>(b, size), to);
            y += size;
        }
    }
}
