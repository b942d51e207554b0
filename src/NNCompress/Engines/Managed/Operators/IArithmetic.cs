using System.Numerics.Tensors;

namespace NNCompress.Engines.Managed.Operators;

/// <summary>An operation on two floats, over runs of them.</summary>
internal interface IArithmetic
{
    static abstract void Run(ReadOnlySpan<float> a, ReadOnlySpan<float> b, Span<float> y);

    static abstract void Run(ReadOnlySpan<float> a, float b, Span<float> y);

    static abstract void Run(float a, ReadOnlySpan<float> b, Span<float> y);
}

internal readonly struct Addition : IArithmetic
{
    public static void Run(ReadOnlySpan<float> a, ReadOnlySpan<float> b, Span<float> y) => TensorPrimitives.Add(a, b, y);

    public static void Run(ReadOnlySpan<float> a, float b, Span<float> y) => TensorPrimitives.Add(a, b, y);

    public static void Run(float a, ReadOnlySpan<float> b, Span<float> y) => TensorPrimitives.Add(b, a, y);
}

internal readonly struct Subtraction : IArithmetic
{
    public static void Run(ReadOnlySpan<float> a, ReadOnlySpan<float> b, Span<float> y) => TensorPrimitives.Subtract(a, b, y);

    public static void Run(ReadOnlySpan<float> a, float b, Span<float> y) => TensorPrimitives.Subtract(a, b, y);

    public static void Run(float a, ReadOnlySpan<float> b, Span<float> y) => TensorPrimitives.Subtract(a, b, y);
}

internal readonly struct Multiplication : IArithmetic
{
    public static void Run(ReadOnlySpan<float> a, ReadOnlySpan<float> b, Span<float> y) => TensorPrimitives.Multiply(a, b, y);

    public static void Run(ReadOnlySpan<float> a, float b, Span<float> y) => TensorPrimitives.Multiply(a, b, y);

    public static void Run(float a, ReadOnlySpan<float> b, Span<float> y) => TensorPrimitives.Multiply(b, a, y);
}

internal readonly struct Division : IArithmetic
{
    public static void Run(ReadOnlySpan<float> a, ReadOnlySpan<float> b, Span<float> y) => TensorPrimitives.Divide(a, b, y);

    public static void Run(ReadOnlySpan<float> a, float b, Span<float> y) => TensorPrimitives.Divide(a, b, y);

    public static void Run(float a, ReadOnlySpan<float> b, Span<float> y) => TensorPrimitives.Divide(a, b, y);
}
