using System.Runtime.Intrinsics;

namespace NNCompress.Engines.Managed.Operators;

/// <summary>How the elements under a window become one.</summary>
internal interface IReduction
{
    static abstract float Start { get; }

    static abstract Vector128<float> Combine(Vector128<float> a, Vector128<float> b);
}

internal readonly struct Largest : IReduction
{
    public static float Start => float.NegativeInfinity;

    public static Vector128<float> Combine(Vector128<float> a, Vector128<float> b) => Vector128.Max(a, b);
}

internal readonly struct Total : IReduction
{
    public static float Start => 0;

    public static Vector128<float> Combine(Vector128<float> a, Vector128<float> b) => a + b;
}
