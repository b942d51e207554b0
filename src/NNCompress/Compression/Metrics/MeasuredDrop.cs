using NNCompress.Engines;

namespace NNCompress.Compression.Metrics;

/// <summary>Metrics that compare with the original's outputs need expect nothing: what they measure on some samples holds for others.</summary>
internal sealed class MeasuredDrop(IMeasure measure) : IExpectedDrop
{
    public double RelativeError => 0;

    public (double Drop, double StandardError, double Turned) Drop(Predictions candidate)
    {
        (double drop, double error) = measure.Drop(candidate);
        return (drop, error, measure.Count * error * error / 1e4);
    }
}
