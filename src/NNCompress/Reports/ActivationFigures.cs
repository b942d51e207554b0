namespace NNCompress.Reports;

/// <summary>Mean and deviation of the activation of every neuron or channel, as the next layer sees it.</summary>
/// <param name="Samples">How many samples were looked at.</param>
/// <param name="MeanCut">Neurons whose mean's magnitude is below this, and …; null where no such threshold decided.</param>
/// <param name="DeviationCut">… whose deviation is below this were asked to leave; null where no such threshold decided.</param>
/// <param name="Groups">The widest groups that may be pruned, in the network's order.</param>
/// <param name="GroupCount">How many there are.</param>
public sealed record ActivationFigures(int Samples, double? MeanCut, double? DeviationCut, IReadOnlyList<ActivationGroup> Groups, int GroupCount);
