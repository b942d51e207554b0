namespace NNCompress.Reports;

/// <summary>How good a network is, and on how many samples that rests.</summary>
/// <param name="Accuracy">
/// In the unit of <see cref="CompressionReport.Metric"/>: percent of the samples whose class is right for top1 and top5, a hundred times the value for r2 and
/// cosine, the error itself for mse, mae and kl (nats), what the program printed for an outside evaluator.
/// </param>
/// <param name="Samples">How many samples; null where an outside evaluator judged.</param>
public sealed record AccuracyFigure(double Accuracy, int? Samples);
