namespace NNCompress.Data;

/// <summary>How stored values became network inputs: <c>(value / Divisor - Mean[channel]) / Std[channel]</c>.</summary>
/// <param name="Divisor">255 for bytes unless told otherwise, else 1.</param>
/// <param name="Mean">One value for all, or one a channel (the sample's first dimension); empty for none.</param>
/// <param name="Std">Like <paramref name="Mean"/>.</param>
public sealed record Scaling(double Divisor, IReadOnlyList<double> Mean, IReadOnlyList<double> Std);
