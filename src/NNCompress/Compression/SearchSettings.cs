using NNCompress.Models;

namespace NNCompress.Compression;

/// <summary>How far and how fine the search looks.</summary>
internal static class SearchSettings
{
    /// <summary>Shares of the parameters to try removing.</summary>
    public static readonly double[] Ratios = [0, 0.2, 0.35, 0.5, 0.6, 0.68, 0.75, 0.81, 0.86, 0.9, 0.94];

    /// <summary>First common step that is tried, and the bounds, in quarter octaves of the unit step.</summary>
    public const int FirstExponent = -28, LowestExponent = -60, HighestExponent = 24;

    /// <summary>The search ends with steps to this part of a quarter octave.</summary>
    public const double FinestFraction = 0.25;

    /// <summary>Exponents in a doubling of the step.</summary>
    public const int Octave = 4;

    /// <summary>How often the layers' own steps are gone through.</summary>
    public const int RefinementRounds = 2;

    /// <summary>
    /// The same at most where each of many layers is a small part of the whole, and samples are enough to tell: each round compares dozens of candidates, and on few samples
    /// chance would choose.
    /// </summary>
    public const int DeepRounds = 5;

    /// <summary>Whether many small layers are refined on samples enough.</summary>
    public static bool RefinesDeeply(Network network, int samples) =>
        samples >= 3000 && network.Nodes.Count(n => n.OpType is "Conv" or "ConvTranspose" or "Gemm" or "MatMul") >= 16;

    /// <summary>Such a round is followed by another where it has left at most this share of the bytes.</summary>
    public const double WorthRound = 0.98;

    /// <summary>Share of the budget that the search may spend however large the margin for chance is.</summary>
    public const double LeastAllowance = 0.3;

    /// <summary>Standard errors that the search's estimate stays below the budget: forty-three in forty-four normal errors are smaller.</summary>
    public const double Confidence = 2;

    /// <summary>Share of the budget that an estimated drop may spend however large that margin is.</summary>
    public const double LeastSpent = 0.2;

    /// <summary>With fewer samples than this, statistics and the search look at the same ones.</summary>
    public const int FewestToPart = 100;

    /// <summary>Samples that a candidate is tried on.</summary>
    public static int TrialSamples(Network network) => Samples(network, 3e10, 1000, 40000);

    /// <summary>A search on fewer samples than these is confirmed on others.</summary>
    public const int UnconfirmedFrom = 8000;

    /// <summary>Samples on which the result of a search is tried once more.</summary>
    public static int ConfirmationSamples(Network network) => Samples(network, 1.5e11, 4000, 20000);

    /// <summary>Samples from which statistics and second moments are gathered.</summary>
    public static int MomentSamples(Network network) => Samples(network, 2e10, 4000, 16000);

    /// <summary>Of those, the samples from which each layer behind a rounded one is fitted anew, in every trial.</summary>
    public static int RefitSamples(Network network) => Samples(network, 1e10, 2000, 16000);

    /// <summary>As many samples as the multiply-accumulates allow that one pass may take.</summary>
    private static int Samples(Network network, double macs, int fewest, int most) =>
        (int)Math.Clamp(macs / Math.Max(1, NetworkCost.Macs(network)), fewest, most);
}
