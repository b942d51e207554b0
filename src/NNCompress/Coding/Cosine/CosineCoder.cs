using NNCompress.Models;
using NNCompress.Runtime;

namespace NNCompress.Coding.Cosine;

/// <summary>Writes the sections that <see cref="CosineWeights"/> reads (FORMAT.md, coder 5).</summary>
internal static class CosineCoder
{
    /// <param name="profiles">Of the transform.</param>
    /// <param name="levels">neurons × height · width coefficients, each neuron's row-major.</param>
    /// <param name="step">Of the levels, beside the profiles' ones.</param>
    /// <param name="transposed">True where a neuron is a column of the stored tensor.</param>
    public static byte[] Encode(CosineProfiles profiles, int[] levels, double step, bool transposed)
    {
        List<byte> head = [(byte)(transposed ? CosineWeights.TransposedFlag : 0)];
        foreach (int side in new[] { profiles.Height, profiles.Width })
        {
            if (side > 127)
                head.Add((byte)(side | 128));
            head.Add((byte)(side > 127 ? side >> 7 : side));
        }
        foreach (sbyte exponent in profiles.RowGains.Concat(profiles.ColumnGains).Concat(profiles.RowSteps).Concat(profiles.ColumnSteps))
            head.Add(unchecked((byte)exponent));
        int[] order = CosineBasis.Zigzag(profiles.Height, profiles.Width);
        int[] scanned = new int[levels.Length];
        for (int i = 0; i < scanned.Length; i++)
            scanned[i] = levels[i - (i % order.Length) + order[i % order.Length]];
        Tensor matrix = new("levels", [levels.Length / order.Length, order.Length], new float[levels.Length]);
        return [.. head, .. QuantisedCoder.Encode(matrix, scanned, step)];
    }
}
