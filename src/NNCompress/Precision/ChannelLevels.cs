using NNCompress.Models;

namespace NNCompress.Precision;

/// <summary>
/// A weight in 8-bit integers, symmetric, with a scale for each output channel: w ≈ level · scale.
/// </summary>
/// <remarks>
/// x86 processors without VNNI add the products of two neighbouring bytes in saturated 16-bit integers. So that they too compute what was judged, no two
/// levels of one sign in a channel add up to more than <see cref="PairLimit"/>: 255 times that is the most that 16 bits hold.
/// </remarks>
internal sealed class ChannelLevels
{
    /// <summary>The greatest level.</summary>
    public const int Limit = 127;

    /// <summary>⌊(2¹⁵ - 1) / 255⌋.</summary>
    public const int PairLimit = 128;

    private ChannelLevels(float[] scales, long[] levels) => (Scales, Levels) = (scales, levels);

    /// <summary>One an output channel.</summary>
    public float[] Scales { get; }

    /// <summary>In the order of the weight.</summary>
    public long[] Levels { get; }

    /// <param name="weight">Finite weights.</param>
    /// <param name="axis">Of output channels.</param>
    /// <param name="least">The least scale that each channel may have, or null.</param>
    public static ChannelLevels Of(Tensor weight, int axis, float[]? least = null)
    {
        int channels = weight.Shape[axis], inner = weight.Shape.Skip(axis + 1).Aggregate(1, (p, d) => p * d);
        // The greatest and second greatest magnitude of either sign.
        float[] positive = new float[channels], positiveNext = new float[channels], negative = new float[channels], negativeNext = new float[channels];
        for (int i = 0; i < weight.Length; i++)
        {
            int c = i / inner % channels;
            float w = weight.Floats[i];
            if (w >= 0)
                Raise(ref positive[c], ref positiveNext[c], w);
            else
                Raise(ref negative[c], ref negativeNext[c], -w);
        }
        float[] scales = new float[channels];
        for (int c = 0; c < channels; c++)
        {
            float pair = Math.Max(positive[c] + positiveNext[c], negative[c] + negativeNext[c]);
            // Each of the two may be rounded up by a half.
            float scale = Math.Max(Math.Max(positive[c], negative[c]) / Limit, pair / (PairLimit - 1));
            scales[c] = Math.Max(scale, least?[c] ?? 0);
            // A channel of zeros, or nearly so.
            if (!(scales[c] >= 1e-30f))
                scales[c] = 1;
        }
        long[] levels = new long[weight.Length];
        for (int i = 0; i < levels.Length; i++)
            levels[i] = (long)Math.Clamp(MathF.Round(weight.Floats[i] / scales[i / inner % channels]), -Limit, Limit);
        return new ChannelLevels(scales, levels);
    }

    private static void Raise(ref float greatest, ref float next, float magnitude)
    {
        if (magnitude > greatest)
            (greatest, next) = (magnitude, greatest);
        else if (magnitude > next)
            next = magnitude;
    }
}
