using NNCompress.Models;

namespace NNCompress.Coding;

/// <summary>Chooses a coder and step where nobody asked for any.</summary>
internal static class DefaultCoding
{
    private const int Tiny = 256;

    // An error of at most 1/128 of the deviation is far below what any accuracy shows; a matrix stands an eighth of that many levels.
    private const double FineSteps = 64, CoarseSteps = 16;

    // Variances and scales are divided by or multiplied with: what counts is the error of the least of them.
    private const double StepsPerLeast = 32;

    public static TensorCoding Of(Tensor tensor)
    {
        TensorCoding raw = new(CoderKind.Raw);
        if (tensor.Length == 0 || !tensor.Floats.All(float.IsFinite))
            return raw;
        float most = tensor.Floats.Max(Math.Abs);
        if (most == 0)
            return new TensorCoding(CoderKind.Quantised, 1);
        if (tensor.Floats.All(w => w == tensor.Floats[0]))
            return new TensorCoding(CoderKind.Quantised, most);
        if (tensor.Shape.Length >= 2 && tensor.Length > Tiny)
            return new TensorCoding(CoderKind.Quantised, Step(Deviation(tensor.Floats) / CoarseSteps, most));
        float least = tensor.Floats.Min();
        double fine = least > 0 ? least / StepsPerLeast : Deviation(tensor.Floats) / FineSteps;
        List<TensorCoding> candidates = [new TensorCoding(CoderKind.Quantised, Step(fine, most)), raw];
        if (most <= 65504 && tensor.Floats.All(w => w == 0 || Math.Abs(w) >= 6.2e-5f))
            candidates.Add(new TensorCoding(CoderKind.Half));
        return candidates.MinBy(c => TensorCoder.Encode(tensor, c).Payload.Length)!;
    }

    // At most 2^20 levels either side, however far the deviation and the greatest weight lie apart.
    private static double Step(double step, float most) => Math.Max(Math.Max(step, most / (double)(1 << 20)), 1e-37);

    private static double Deviation(float[] values)
    {
        double mean = values.Average(v => (double)v);
        return Math.Sqrt(values.Average(v => (v - mean) * (v - mean)));
    }
}
