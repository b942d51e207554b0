namespace NNCompress.Precision;

/// <summary>How an activation becomes bytes: byte = saturate(round(x / scale) + zero point).</summary>
/// <param name="Scale">Above 0.</param>
/// <param name="ZeroPoint">0 to 255: the byte that stands for 0.</param>
internal readonly record struct ActivationScale(float Scale, byte ZeroPoint)
{
    /// <summary>Bytes that reach from <paramref name="low"/> ≤ 0 to <paramref name="high"/> ≥ 0, one of them exactly 0.</summary>
    public static ActivationScale Of(double low, double high)
    {
        float scale = (float)((high - low) / byte.MaxValue);
        return scale >= 1e-30f && float.IsFinite(scale) ? new ActivationScale(scale, (byte)Math.Clamp(Math.Round(-low / scale), 0, byte.MaxValue)) : new ActivationScale(1, 0);
    }

    /// <summary>What is left of a value.</summary>
    public double Decoded(double value) => (Math.Clamp(Math.Round(value / Scale) + ZeroPoint, 0, byte.MaxValue) - ZeroPoint) * Scale;
}
