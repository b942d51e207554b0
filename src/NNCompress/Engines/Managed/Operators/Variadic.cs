using System.Numerics.Tensors;

namespace NNCompress.Engines.Managed.Operators;

/// <summary>Min, Max, Sum and Mean of any number of values, with broadcasting.</summary>
internal sealed unsafe class Variadic : Kernel
{
    private readonly BroadcastLoop[] loops;
    private readonly float factor;
    private readonly Combination combine;

    private Variadic(OperatorContext c, Combination combine, float factor)
        : base([.. Enumerable.Range(0, c.Node.Inputs.Count)])
    {
        loops = [.. Enumerable.Range(0, c.Node.Inputs.Count).Select(i => new BroadcastLoop(c.OutputShape, c.OutputShape, c.Shape(i)))];
        (this.combine, this.factor) = (combine, factor);
    }

    private delegate void Combination(ReadOnlySpan<float> a, ReadOnlySpan<float> b, Span<float> y);

    public static Kernel Min(OperatorContext c) => new Variadic(c, TensorPrimitives.Min, 1);

    public static Kernel Max(OperatorContext c) => new Variadic(c, TensorPrimitives.Max, 1);

    public static Kernel Sum(OperatorContext c) => new Variadic(c, TensorPrimitives.Add, 1);

    public static Kernel Mean(OperatorContext c) => new Variadic(c, TensorPrimitives.Add, 1f / c.Node.Inputs.Count);

    public override void Run(in KernelFrame frame)
    {
        for (int i = 0; i < loops.Length; i++)
        {
            (int size, _, nint step) = loops[i].Inner;
            foreach ((nint to, nint from) in loops[i].Outer())
            {
                Span<float> y = new(frame.Output + to, size);
                Combine(y, frame.Input(i) + from, step == 0, i == 0);
            }
        }
        if (factor != 1)
            TensorPrimitives.Multiply(frame.OutputSpan, factor, frame.OutputSpan);
    }

    private void Combine(Span<float> y, float* x, bool repeats, bool first)
    {
        if (repeats)
        {
            Span<float> copies = stackalloc float[Math.Min(y.Length, 256)];
            copies.Fill(*x);
            for (int i = 0; i < y.Length; i += copies.Length)
            {
                int length = Math.Min(copies.Length, y.Length - i);
                Combine(y.Slice(i, length), copies[..length], first);
            }
            return;
        }
        Combine(y, new ReadOnlySpan<float>(x, y.Length), first);
    }

    private void Combine(Span<float> y, ReadOnlySpan<float> x, bool first)
    {
        if (first)
            x.CopyTo(y);
        else
            combine(y, x, y);
    }
}
