namespace NNCompress.Compression;

/// <summary>
/// Takes the luck out of single drops. A drop counted on samples is noisy, and the search picks what looks best, so it would pick lucky counts.
/// The divergence from the original's answers is hardly noisy, and over the candidates of one search the drop follows it: flips of samples that
/// the network is sure of grow with its root, flips of ambiguous ones with the divergence itself. drop ≈ a·√d + b·d is fitted to all candidates so
/// far, and each count is drawn towards it by the precision of either (a normal prior and a normal observation).
/// </summary>
internal sealed class DropSmoothing
{
    /// <summary>How far, relative to itself, the relation is trusted.</summary>
    private const double RelativeError = 0.3;

    /// <summary>Candidates before the relation counts.</summary>
    private const int Fewest = 3;

    private readonly List<(double Divergence, double Drop, double Error)> seen = [];

    /// <summary>Adds a count and returns it smoothed.</summary>
    /// <param name="divergence">Mean Kullback–Leibler divergence, nats.</param>
    /// <param name="drop">Percentage points.</param>
    /// <param name="error">Its standard error.</param>
    /// <returns>The posterior mean and its standard error.</returns>
    public (double Drop, double StandardError) Add(double divergence, double drop, double error)
    {
        seen.Add((divergence, drop, error));
        if (seen.Count < Fewest || !(error > 0))
            return (drop, error);
        double expected = Fitted(divergence, drop);
        double prior = Math.Pow(RelativeError * expected, 2) + 1e-6, own = error * error;
        return ((expected / prior + drop / own) / (1 / prior + 1 / own), Math.Sqrt(1 / (1 / prior + 1 / own)));
    }

    /// <summary>The relation's value; least squares with a, b ≥ 0, candidates weighted by nearness and precision.</summary>
    private double Fitted(double divergence, double otherwise)
    {
        double aa = 0, ab = 0, bb = 0, ad = 0, bd = 0;
        foreach ((double d, double drop, double error) in seen)
        {
            double far = Math.Log2((d + 1e-9) / (divergence + 1e-9));
            double weight = Math.Exp(-far * far / 4) / (error * error + 1e-6);
            double root = Math.Sqrt(d);
            (aa, ab, bb, ad, bd) = (aa + weight * d, ab + weight * root * d, bb + weight * d * d, ad + weight * root * drop, bd + weight * d * drop);
        }
        double determinant = aa * bb - ab * ab;
        double a = determinant > 1e-12 * aa * bb ? (ad * bb - bd * ab) / determinant : -1, b = determinant > 1e-12 * aa * bb ? (bd * aa - ad * ab) / determinant : -1;
        if (a < 0 || b < 0)
            (a, b) = a < 0 && b >= 0 ? (0.0, bd / bb) : (ad / aa, 0.0);
        double value = a * Math.Sqrt(divergence) + b * divergence;
        return value >= 0 && double.IsFinite(value) ? value : otherwise;
    }
}
