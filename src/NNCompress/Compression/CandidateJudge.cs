using NNCompress.Data;
using NNCompress.Engines;
using NNCompress.Models;

namespace NNCompress.Compression;

/// <summary>Estimates, on data that will not judge, how much accuracy a candidate loses, and whether it may pass.</summary>
internal sealed class CandidateJudge
{
    private readonly IEngine engine;
    private readonly Dataset search;
    private readonly Dataset hard;
    private readonly Predictions baseline;
    private readonly Predictions hardBaseline;
    private readonly double budget;
    private readonly int judgeSamples;
    private readonly double mixedShare;
    private readonly DropSmoothing smoothing = new();
    private readonly DropSmoothing hardSmoothing = new();
    private readonly CancellationToken cancellation;

    /// <param name="run">Engine, progress, cancellation and the seed.</param>
    /// <param name="original">The network whose accuracy is to be held.</param>
    /// <param name="calibration">Data that does not judge.</param>
    /// <param name="budget">Percentage points.</param>
    /// <param name="judgedAccuracy">Of the original on the data that will judge, percent.</param>
    /// <param name="judgeSamples">Number of samples that will judge, for the margin.</param>
    public CandidateJudge(RunContext run, Network original, Dataset calibration, double budget, double judgedAccuracy, int judgeSamples)
    {
        (engine, this.budget, this.judgeSamples, cancellation) = (run.Engine, budget, judgeSamples, run.Cancellation);
        search = calibration.Sample(SearchSettings.TrialSamples(original), run.Request.Seed);
        baseline = run.Evaluate(original, search, "baseline");
        (hard, mixedShare) = DifficultyMatch.Apply(original, search, judgedAccuracy, judgeSamples, run.Request.Seed + 2, Evaluate);
        hardBaseline = mixedShare > 0 ? Evaluate(original, hard) : baseline;
    }

    /// <summary>
    /// Samples that the network was trained on and samples mixed to be harder (<see cref="DifficultyMatch"/>) both overrate a drop, each in its
    /// own way: the lower estimate counts.
    /// </summary>
    public DropEstimate Estimate(Network decoded)
    {
        cancellation.ThrowIfCancellationRequested();
        DropEstimate estimate = Smoothed(smoothing, DropEstimate.Of(baseline, Evaluate(decoded, search), search));
        if (mixedShare == 0 || Excess(estimate) <= 0)
            return estimate;
        DropEstimate harder = Smoothed(hardSmoothing, DropEstimate.Of(hardBaseline, Evaluate(decoded, hard), hard));
        return Excess(harder) < Excess(estimate) ? harder with { Divergence = estimate.Divergence } : estimate;
    }

    /// <summary>
    /// Percentage points by which the estimated drop exceeds what is allowed; at most 0 where the candidate passes. The allowance keeps a
    /// margin for chance, the estimate's own standard error and that of the data that will judge, so that what passes here passes there more
    /// often than not.
    /// </summary>
    public double Excess(DropEstimate estimate)
    {
        double judging = 100 * Math.Sqrt(estimate.Disagreement / judgeSamples);
        double margin = Math.Sqrt(estimate.StandardError * estimate.StandardError + judging * judging);
        return estimate.Drop - Math.Max(budget - margin, SearchSettings.LeastAllowance * budget);
    }

    private static DropEstimate Smoothed(DropSmoothing smoothing, DropEstimate counted)
    {
        (double drop, double error) = smoothing.Add(counted.Divergence, counted.Drop, counted.StandardError);
        return counted with { Drop = drop, StandardError = error };
    }

    private Predictions Evaluate(Network network, Dataset data) => engine.Evaluate(network, data, null, cancellation);
}
