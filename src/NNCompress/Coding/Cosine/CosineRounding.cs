namespace NNCompress.Coding.Cosine;

/// <summary>
/// Codes a layer whose inputs are pictures in the domain of their cosine transform, where neighbouring inputs' common part is few coefficients and what the inputs never
/// show costs nothing. Weights are first multiplied by the deviation of their input (parted into rows and columns), which makes the inputs stationary, and with
/// them the transform close to the best one (Karhunen and Loève's); steps follow the energy of each frequency (reverse water-filling).
/// </summary>
internal sealed class CosineRounding
{
    /// <summary>Steps in units of √(λ / energy). High-rate theory has √(6 / ln 2) = 2.94; with most levels at zero somewhat finer ones pay.</summary>
    private const double StepShare = 2.2;

    /// <summary>Variances are raised to this share of the largest.</summary>
    private const double LeastVariance = 1e-3;

    private const int LeastInputs = 64, MostInputs = 4096;

    private readonly CosineProfiles profiles;
    private readonly CoefficientRounding rounding;
    private readonly PictureTransform analysis;
    private readonly double unit;

    /// <param name="moments">(height · width + 1)² second moments of the inputs, the constant 1 last.</param>
    /// <param name="height">Of the inputs seen as a picture.</param>
    /// <param name="width">Of the inputs seen as a picture.</param>
    /// <param name="bias">Whether the layer has a bias that takes up the mean error.</param>
    public CosineRounding(double[] moments, int height, int width, bool bias)
    {
        int n = height * width;
        double[] energy = InputEnergy.Of(moments, n, bias);
        double most = Enumerable.Range(0, n).Max(i => energy[(i * n) + i]);
        double[] variances = [.. Enumerable.Range(0, n).Select(i => Math.Max(energy[(i * n) + i], Math.Max(LeastVariance * most, 1e-30)))];
        (sbyte[] rowGains, sbyte[] columnGains) = CosineProfiles.Part(variances, height, width, -0.5, falling: false);
        double[] weight = new PictureTransform(rowGains, columnGains, inverseGains: true).Congruent(energy);
        rounding = new CoefficientRounding(weight, n);
        (sbyte[] rowSteps, sbyte[] columnSteps) = CosineProfiles.Part(rounding.Pivots, height, width, -0.5, falling: true);
        profiles = new CosineProfiles(rowGains, columnGains, rowSteps, columnSteps);
        analysis = new PictureTransform(rowGains, columnGains, inverseGains: false);
        // The profiles hold steps' proportions; this is what one of them stands for, met best where low frequencies are.
        double log = 0, shares = 0;
        for (int k = 0; k < n; k++)
        {
            double share = 1.0 / ((1 + (k / width)) * (1 + (k % width)));
            log += share * Math.Log2(Math.Max(rounding.Pivots[k], 1e-300) * profiles.StepOf(k) * profiles.StepOf(k));
            shares += share;
        }
        unit = StepShare * Math.Pow(2, -log / shares / 2);
    }

    /// <summary>Whether pictures of that size can be transformed: sides that the format has, and moments that fit in memory.</summary>
    public static bool Fits(int height, int width) =>
        height <= Runtime.CosineBasis.MaxSide && width <= Runtime.CosineBasis.MaxSide && height * width is >= LeastInputs and <= MostInputs;

    /// <summary>Chooses and codes levels.</summary>
    /// <param name="weights">rows × height · width, one neuron a row.</param>
    /// <param name="rowWeights">How much an error in each output matters.</param>
    /// <param name="lambda">Output error that one bit is worth.</param>
    /// <param name="transposed">True where a neuron is a column of the stored tensor.</param>
    /// <returns>The section's content and the step that its levels have in common.</returns>
    public (byte[] Payload, double Step) Encode(double[] weights, double[] rowWeights, double lambda, bool transposed)
    {
        int n = profiles.Height * profiles.Width;
        double[] targets = new double[weights.Length];
        Parallel.For(0, rowWeights.Length, r => analysis.Apply(weights.AsSpan(r * n, n), targets.AsSpan(r * n, n)));
        double step = (float)(unit * Math.Sqrt(lambda / Math.Max(rowWeights.Average(), 1e-30)));
        double[] steps = [.. Enumerable.Range(0, n).Select(k => step * profiles.StepOf(k))];
        int[] levels = rounding.Round(targets, steps, rowWeights, lambda);
        return (CosineCoder.Encode(profiles, levels, step, transposed), step);
    }
}
