namespace NNCompress.Reports.Html;

/// <summary>One network on a trade-off curve.</summary>
/// <param name="Size">What is paid: bytes, parameters; above 0.</param>
/// <param name="Quality">What is got for it.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Label">Shown where the pointer rests on it.</param>
internal sealed record CurvePoint(double Size, double Quality, PointKind Kind, string Label)
{
    /// <summary>Confidence interval of the quality, drawn as a whisker; null for none.</summary>
    public (double Low, double High)? Interval { get; init; }
}
