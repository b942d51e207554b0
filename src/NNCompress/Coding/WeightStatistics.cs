using NNCompress.Models;

namespace NNCompress.Coding;

/// <summary>What choices of coder and step look at.</summary>
/// <param name="AllFinite">No weight is infinite or not a number.</param>
/// <param name="Least">The least weight.</param>
/// <param name="Greatest">The greatest weight.</param>
/// <param name="Most">The greatest magnitude.</param>
/// <param name="Deviation">Standard deviation of the weights.</param>
internal sealed record WeightStatistics(bool AllFinite, float Least, float Greatest, float Most, double Deviation)
{
    private const int Part = 1 << 16;

    /// <summary>Reads the weights twice; 0 throughout where there are none.</summary>
    public static WeightStatistics Of(StoredWeights weights)
    {
        float least = float.PositiveInfinity, greatest = float.NegativeInfinity, most = 0;
        bool finite = true;
        double sum = 0, squares = 0;
        float[] part = new float[Math.Min(Part, weights.Length)];
        ForEachPart(weights, part, values =>
        {
            foreach (float w in values)
            {
                finite &= float.IsFinite(w);
                least = Math.Min(least, w);
                greatest = Math.Max(greatest, w);
                most = Math.Max(most, Math.Abs(w));
                sum += w;
            }
        });
        double mean = sum / weights.Length;
        ForEachPart(weights, part, values =>
        {
            foreach (float w in values)
                squares += (w - mean) * (w - mean);
        });
        return weights.Length == 0 ? new WeightStatistics(true, 0, 0, 0, 0) : new WeightStatistics(finite, least, greatest, most, Math.Sqrt(squares / weights.Length));
    }

    private static void ForEachPart(StoredWeights weights, float[] part, Action<Span<float>> look)
    {
        for (int at = 0; at < weights.Length; at += part.Length)
        {
            Span<float> values = part.AsSpan(0, Math.Min(part.Length, weights.Length - at));
            weights.Read(at, values);
            look(values);
        }
    }
}
