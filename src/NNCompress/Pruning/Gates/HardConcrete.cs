namespace NNCompress.Pruning.Gates;

/// <summary>
/// The hard concrete distribution (Louizos, Welling and Kingma, "Learning sparse neural networks through L0 regularization", 2018): a binary concrete
/// variable with location log α and temperature β, stretched from [0, 1] to [γ, ζ] and clipped, so that 0 and 1 have a probability of their own.
/// </summary>
internal static class HardConcrete
{
    /// <summary>The stretch limits γ and ζ.</summary>
    public const double Low = -0.1, High = 1.1;

    /// <summary>Where the penalty's hard sigmoid ends: beyond ±4 it is flat.</summary>
    public const double Bound = 4;

    /// <summary>z and ∂z/∂log α for a uniform u in (0, 1): s = σ((log u − log(1 − u) + log α)/β), z = min(1, max(0, s·(ζ − γ) + γ)) (equations 10 and 11).</summary>
    public static (double Gate, double Slope) Sample(double u, double logAlpha, double temperature)
    {
        double s = Sigmoid((Math.Log(u) - Math.Log(1 - u) + logAlpha) / temperature), stretched = (s * (High - Low)) + Low;
        return stretched <= 0 ? (0, 0) : stretched >= 1 ? (1, 0) : (stretched, (High - Low) * s * (1 - s) / temperature);
    }

    /// <summary>The gate without chance: min(1, max(0, σ(log α)·(ζ − γ) + γ)) (equation 13).</summary>
    public static double Deterministic(double logAlpha) => Math.Clamp((Sigmoid(logAlpha) * (High - Low)) + Low, 0, 1);

    /// <summary>
    /// The penalty's stand-in for P(z ≠ 0) = σ(log α − β·log(−γ/ζ)) (equation 12), and its slope: a straight line from 0 at −4 to 1 at 4, which pulls as
    /// hard at either end as in the middle.
    /// </summary>
    public static (double Probability, double Slope) Open(double logAlpha, double temperature)
    {
        double x = logAlpha - (temperature * Math.Log(-Low / High));
        return (Math.Clamp((x + Bound) / (2 * Bound), 0, 1), x is > -Bound and < Bound ? 1 / (2 * Bound) : 0);
    }

    private static double Sigmoid(double x) => 1 / (1 + Math.Exp(-x));
}
