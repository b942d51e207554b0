using NNCompress.Compression.Metrics;
using NNCompress.Compression.Trials;
using NNCompress.Data;
using NNCompress.Engines;
using NNCompress.Models;

namespace NNCompress.Compression.Outside;

/// <summary>Lets candidates pass whose outputs are near enough to the original's, on data that the engine feeds them. How near that must be, the user's program tells.</summary>
internal sealed class DivergenceLimit : ICandidateJudge
{
    private readonly RunContext run;
    private readonly Dataset search;
    private readonly Predictions baseline;
    private readonly Metric metric;

    /// <param name="run">Runs networks.</param>
    /// <param name="original">The network whose outputs are the measure.</param>
    /// <param name="search">Samples; labels are not looked at.</param>
    public DivergenceLimit(RunContext run, Network original, Dataset search)
    {
        (this.run, this.search) = (run, search);
        baseline = run.Evaluate(original, search, "baseline");
        metric = run.Request.Metric;
        // Outputs that cannot be scores of classes are compared as values.
        if (metric.IsOfClasses() && (baseline.Width < 2 || baseline.SampleShape.Count(d => d > 1) > 1))
            metric = Metric.Mse;
    }

    /// <summary>The greatest divergence that passes.</summary>
    public double Limit { get; set; }

    public bool TellsPoints => false;

    public DropEstimate Estimate(Network decoded)
    {
        run.Cancellation.ThrowIfCancellationRequested();
        return run.Trials.Estimate("divergence", decoded, () =>
        {
            double divergence = Divergence.Of(metric, baseline, run.Engine.Evaluate(decoded, search, null, run.Cancellation));
            return new DropEstimate(100 * divergence, 0, divergence, 0);
        });
    }

    public double Excess(DropEstimate estimate) => estimate.Divergence - Limit;
}
