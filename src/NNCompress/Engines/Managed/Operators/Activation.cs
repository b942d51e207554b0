using System.Numerics;
using System.Numerics.Tensors;

namespace NNCompress.Engines.Managed.Operators;

/// <summary>Functions of single elements.</summary>
internal sealed class Activation : Kernel
{
    // Long values go through in pieces that stay in the first-level cache between the passes of a function.
    public const int Piece = 2048;

    private readonly Function function;

    public Activation(Function function)
        : base(0) => this.function = function;

    /// <summary>Over a piece; x and y may be the same memory.</summary>
    public delegate void Function(ReadOnlySpan<float> x, Span<float> y);

    public override bool InPlace => true;

    public static Kernel Relu(OperatorContext c) => new Activation((x, y) => Leak(x, 0, y));

    public static Kernel LeakyRelu(OperatorContext c)
    {
        float alpha = c.Node.Float("alpha", 0.01f);
        return new Activation((x, y) => Leak(x, alpha, y));
    }

    public static Kernel Sigmoid(OperatorContext c) => new Activation(TensorPrimitives.Sigmoid);

    public static Kernel Tanh(OperatorContext c) => new Activation(TensorPrimitives.Tanh);

    /// <summary>Bounds are attributes before opset 11 and constant inputs since.</summary>
    public static Kernel Clip(OperatorContext c)
    {
        float low = c.Scalar("min", 1, float.NegativeInfinity), high = c.Scalar("max", 2, float.PositiveInfinity);
        return new Activation((x, y) => Bound(x, low, high, y));
    }

    /// <summary>α·(eˣ − 1) below zero.</summary>
    public static Kernel Elu(OperatorContext c)
    {
        float alpha = c.Node.Float("alpha", 1);
        return new Activation((x, y) =>
        {
            // Kept apart: x and y may be the same memory.
            Span<float> negative = stackalloc float[Piece];
            negative = negative[..x.Length];
            TensorPrimitives.Min(x, 0, negative);
            TensorPrimitives.ExpM1(negative, negative);
            TensorPrimitives.Multiply(negative, alpha, negative);
            TensorPrimitives.Max(x, 0, y);
            TensorPrimitives.Add(y, negative, y);
        });
    }

    /// <summary>x · max(0, min(1, x/6 + ½)).</summary>
    public static Kernel HardSwish(OperatorContext c) => new Activation((x, y) =>
    {
        Span<float> gate = stackalloc float[Piece];
        gate = gate[..x.Length];
        TensorPrimitives.Divide(x, 6, gate);
        TensorPrimitives.Add(gate, 0.5f, gate);
        Bound(gate, 0, 1, gate);
        TensorPrimitives.Multiply(x, gate, y);
    });

    /// <summary>max(0, min(1, α·x + β)).</summary>
    public static Kernel HardSigmoid(OperatorContext c)
    {
        float alpha = c.Node.Float("alpha", 0.2f), beta = c.Node.Float("beta", 0.5f);
        return new Activation((x, y) =>
        {
            TensorPrimitives.Multiply(x, alpha, y);
            TensorPrimitives.Add(y, beta, y);
            Bound(y, 0, 1, y);
        });
    }

    public override void Run(in KernelFrame frame) => Apply(frame.InputSpan(0), frame.OutputSpan);

    /// <summary>y = f(x); both may be the same memory.</summary>
    public void Apply(ReadOnlySpan<float> x, Span<float> y)
    {
        for (int i = 0; i < x.Length; i += Piece)
        {
            int length = Math.Min(Piece, x.Length - i);
            function(x.Slice(i, length), y.Slice(i, length));
        }
    }

    /// <summary>x, times <paramref name="alpha"/> below zero; what is not a number stays so.</summary>
    private static void Leak(ReadOnlySpan<float> x, float alpha, Span<float> y)
    {
        int i = 0;
        Vector<float> factor = new(alpha);
        for (; i + Vector<float>.Count <= x.Length; i += Vector<float>.Count)
        {
            Vector<float> v = new(x[i..]);
            Vector.ConditionalSelect(Vector.LessThan(v, Vector<float>.Zero), v * factor, v).CopyTo(y[i..]);
        }
        for (; i < x.Length; i++)
            y[i] = x[i] < 0 ? x[i] * alpha : x[i];
    }

    private static void Bound(ReadOnlySpan<float> x, float low, float high, Span<float> y)
    {
        TensorPrimitives.Max(x, low, y);
        TensorPrimitives.Min(y, high, y);
    }
}
