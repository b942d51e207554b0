namespace NNCompress.Reports;

/// <summary>Neurons of one layer, or channels that leave together.</summary>
/// <param name="Name">The group's name.</param>
/// <param name="Mean">Mean activation of each.</param>
/// <param name="Deviation">Standard deviation of each.</param>
/// <param name="Left">Which of them left.</param>
public sealed record ActivationGroup(string Name, double[] Mean, double[] Deviation, bool[] Left);
