namespace NNCompress.Reports;

/// <summary>A share of right answers and on how many samples it rests.</summary>
/// <param name="Accuracy">Percent of the samples whose class is right.</param>
/// <param name="Samples">How many samples.</param>
public sealed record AccuracyFigure(double Accuracy, int Samples);
