namespace NNCompress.Coding.Jpeg;

/// <summary>
/// JPEG pictures of neurons for the eyes of the network: steps by the energy that the layer's inputs have at each frequency, levels by output error and by the bits of the Huffman
/// codes that will be used, whose making and use alternate. Blocks that inputs never light up come out empty, and what lies over a picture's edge is chosen as the bits like it.
/// </summary>
internal sealed class JpegRounding
{
    /// <summary>Steps in units of √(λ / energy). High-rate theory has √(6 / ln 2) = 2.94; with most levels at zero somewhat finer ones pay.</summary>
    private const double StepShare = 2.5;

    /// <summary>Baseline JPEG has tables of bytes.</summary>
    private const int HighestStep = 255;

    /// <summary>Of a picture: matrices over its coefficients must fit in memory.</summary>
    private const int MostCoefficients = 4096;

    private readonly int height;
    private readonly int width;
    private readonly BlockTransform transform;
    private readonly CoefficientRounding rounding;
    private readonly double[] energies = new double[64];

    /// <param name="moments">(height · width + 1)² second moments of the inputs, the constant 1 last.</param>
    /// <param name="height">Of the inputs seen as a picture.</param>
    /// <param name="width">Of the inputs seen as a picture.</param>
    /// <param name="bias">Whether the layer has a bias that takes up the mean error.</param>
    public JpegRounding(double[] moments, int height, int width, bool bias)
    {
        (this.height, this.width) = (height, width);
        transform = new BlockTransform(height, width);
        int count = transform.Count;
        double[] weight = transform.Congruent(InputEnergy.Of(moments, height * width, bias));
        rounding = new CoefficientRounding(weight, count);
        // One table serves all blocks: each frequency's mean on a logarithmic scale, by how much the blocks show of it.
        for (int f = 0; f < 64; f++)
        {
            double log = 0, shares = 0;
            for (int k = f; k < count; k += 64)
            {
                double share = weight[(k * count) + k];
                log += share * Math.Log2(Math.Max(rounding.Pivots[k], 1e-300));
                shares += share;
            }
            energies[f] = shares > 0 ? Math.Pow(2, log / shares) : 0;
        }
    }

    /// <summary>Whether pictures of that size are not too large.</summary>
    public static bool Fits(int height, int width) => (height + 7L) / 8 * ((width + 7L) / 8) * 64 <= MostCoefficients;

    /// <summary>Chooses and codes pictures of all neurons.</summary>
    /// <param name="weights">Neurons × height · width.</param>
    /// <param name="matrix">The neurons.</param>
    /// <param name="rowWeights">How much an error in each output matters.</param>
    /// <param name="lambda">Output error that one bit is worth.</param>
    /// <param name="share">The pixels' range as a share of the one that holds every weight.</param>
    /// <returns>The content of a section of coder 3.</returns>
    public byte[] Encode(double[] weights, NeuronMatrix matrix, double[] rowWeights, double lambda, double share)
    {
        int n = height * width, count = transform.Count;
        WeightRanges ranges = WeightRanges.Common(Array.ConvertAll(weights, w => (float)w), matrix.Count, share);
        double scale = ranges.Span / 255.0;
        double[] targets = new double[matrix.Count * count];
        Parallel.For(0, matrix.Count, r => transform.Apply(weights.AsSpan(r * n, n), targets.AsSpan(r * count, count)));
        ushort[] table = [.. energies.Select(e => Step(lambda, rowWeights, e, scale))];
        double[] steps = [.. Enumerable.Range(0, count).Select(k => table[k % 64] * scale)];
        int[] levels = rounding.Round(targets, steps, rowWeights, lambda, found => Prices(Pictures(found, table)));
        return JpegSectionWriter.PerNeuron(matrix, ranges, Pictures(levels, table));
    }

    private static ushort Step(double lambda, double[] rowWeights, double energy, double scale) => (ushort)Math.Clamp(
        Math.Round(StepShare * Math.Sqrt(lambda / Math.Max(rowWeights.Average() * energy, 1e-30)) / scale), 1, HighestStep);

    private static HuffmanPrices Prices(IReadOnlyList<CoefficientPicture> pictures)
    {
        (HuffmanCode dc, HuffmanCode ac) = JpegStream.Codes(pictures);
        return new HuffmanPrices(dc, ac);
    }

    private List<CoefficientPicture> Pictures(int[] levels, ushort[] table)
    {
        int count = transform.Count;
        List<CoefficientPicture> pictures = [];
        for (int at = 0; at < levels.Length; at += count)
        {
            // 8-bit samples have coefficients of ten bits at most (T.81 table F.2).
            short[] picture = Array.ConvertAll(levels[at..(at + count)], l => (short)Math.Clamp(l, -1016, 1016));
            pictures.Add(new CoefficientPicture(width, height, table, picture));
        }
        return pictures;
    }
}
