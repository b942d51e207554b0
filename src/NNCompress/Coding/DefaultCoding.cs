using NNCompress.Models;

namespace NNCompress.Coding;

/// <summary>Chooses a coder and step where nobody asked for any.</summary>
internal static class DefaultCoding
{
    private const int Tiny = 256;

    // A vector this long is not tried in three ways.
    private const int Long = 1 << 20;

    // An error of at most 1/128 of the deviation is far below what any accuracy shows; a matrix stands an eighth of that many levels.
    private const double FineSteps = 64, CoarseSteps = 16;

    // Variances and scales are divided by or multiplied with: what counts is the error of the least of them.
    private const double StepsPerLeast = 32;

    public static TensorCoding Of(Tensor tensor) => Of(new StoredWeights(tensor));

    /// <summary>Looks at the weights part by part.</summary>
    public static TensorCoding Of(StoredWeights weights)
    {
        TensorCoding raw = new(CoderKind.Raw);
        WeightStatistics statistics = WeightStatistics.Of(weights);
        (float least, float most) = (statistics.Least, statistics.Most);
        if (weights.Length == 0 || !statistics.AllFinite)
            return raw;
        if (most == 0)
            return new TensorCoding(CoderKind.Quantised, 1);
        if (least == statistics.Greatest)
            return new TensorCoding(CoderKind.Quantised, most);
        if (weights.Shape.Length >= 2 && weights.Length > Tiny)
            return new TensorCoding(CoderKind.Quantised, Step(statistics.Deviation / CoarseSteps, most));
        TensorCoding fine = new(CoderKind.Quantised, Step(least > 0 ? least / StepsPerLeast : statistics.Deviation / FineSteps, most));
        if (weights.Length > Long)
            return fine;
        List<TensorCoding> candidates = [fine, raw];
        Tensor tensor = weights.Load();
        if (most <= 65504 && tensor.Floats.All(w => w == 0 || Math.Abs(w) >= 6.2e-5f))
            candidates.Add(new TensorCoding(CoderKind.Half));
        return candidates.MinBy(c => TensorCoder.Encode(tensor, c).Bytes)!;
    }

    // At most 2^20 levels either side, however far the deviation and the greatest weight lie apart.
    private static double Step(double step, float most) => Math.Max(Math.Max(step, most / (double)(1 << 20)), 1e-37);
}
