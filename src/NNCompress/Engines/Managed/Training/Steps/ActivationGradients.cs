using System.Numerics;

namespace NNCompress.Engines.Managed.Training.Steps;

/// <summary>Relu, LeakyRelu: <c>a</c> is the slope below zero.</summary>
internal readonly struct LeakGradient : IActivationGradient
{
    public static Vector<float> Of(Vector<float> x, Vector<float> y, Vector<float> dy, Vector<float> a, Vector<float> b) =>
        Vector.ConditionalSelect(Vector.GreaterThan(x, Vector<float>.Zero), dy, dy * a);
}

internal readonly struct SigmoidGradient : IActivationGradient
{
    public static Vector<float> Of(Vector<float> x, Vector<float> y, Vector<float> dy, Vector<float> a, Vector<float> b) => dy * y * (Vector<float>.One - y);
}

internal readonly struct TanhGradient : IActivationGradient
{
    public static Vector<float> Of(Vector<float> x, Vector<float> y, Vector<float> dy, Vector<float> a, Vector<float> b) => dy * (Vector<float>.One - (y * y));
}

/// <summary>1 from <c>a</c> to <c>b</c>, both included, 0 elsewhere.</summary>
internal readonly struct ClipGradient : IActivationGradient
{
    public static Vector<float> Of(Vector<float> x, Vector<float> y, Vector<float> dy, Vector<float> a, Vector<float> b) => Vector.ConditionalSelect(
        Vector.BitwiseAnd(Vector.GreaterThanOrEqual(x, a), Vector.LessThanOrEqual(x, b)), dy, Vector<float>.Zero);
}

/// <summary>α·eˣ = y + α below zero.</summary>
internal readonly struct EluGradient : IActivationGradient
{
    public static Vector<float> Of(Vector<float> x, Vector<float> y, Vector<float> dy, Vector<float> a, Vector<float> b) =>
        Vector.ConditionalSelect(Vector.GreaterThan(x, Vector<float>.Zero), dy, dy * (y + a));
}

/// <summary>x/3 + ½ between −3 and 3.</summary>
internal readonly struct HardSwishGradient : IActivationGradient
{
    public static Vector<float> Of(Vector<float> x, Vector<float> y, Vector<float> dy, Vector<float> a, Vector<float> b)
    {
        Vector<float> three = new(3f), inside = dy * ((x / three) + new Vector<float>(0.5f));
        return Vector.ConditionalSelect(Vector.LessThan(x, -three), Vector<float>.Zero, Vector.ConditionalSelect(Vector.GreaterThan(x, three), dy, inside));
    }
}

/// <summary><c>a</c> where the output is neither 0 nor 1.</summary>
internal readonly struct HardSigmoidGradient : IActivationGradient
{
    public static Vector<float> Of(Vector<float> x, Vector<float> y, Vector<float> dy, Vector<float> a, Vector<float> b) => Vector.ConditionalSelect(
        Vector.BitwiseAnd(Vector.GreaterThan(y, Vector<float>.Zero), Vector.LessThan(y, Vector<float>.One)), dy * a, Vector<float>.Zero);
}
