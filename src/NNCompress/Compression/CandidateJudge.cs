using NNCompress.Compression.Metrics;
using NNCompress.Compression.Trials;
using NNCompress.Data;
using NNCompress.Engines;
using NNCompress.Models;

namespace NNCompress.Compression;

/// <summary>Estimates, on data that will not judge, how much of the metric a candidate loses, and whether it may pass.</summary>
internal sealed class CandidateJudge : ICandidateJudge
{
    /// <summary>Samples at which errors are taken to be twice what they are: of many candidates, the smallest that passes on few samples is the luckiest.</summary>
    private const double FewSamples = 300;

    private readonly IEngine engine;
    private readonly Dataset search;
    private readonly Predictions baseline;
    private readonly Metric metric;
    private readonly IExpectedDrop expected;
    private readonly IMeasure? counted;
    private readonly double luck;
    private readonly double budget;
    private readonly int judgeSamples;
    private readonly CancellationToken cancellation;
    private readonly TrialCache trials;
    private readonly string part;

    /// <param name="run">Engine, progress, cancellation and the seed.</param>
    /// <param name="original">The network whose accuracy is to be held.</param>
    /// <param name="search">Data that neither judges nor was fitted to.</param>
    /// <param name="budget">Points.</param>
    /// <param name="judged">Of the original on the data that will judge: only the figure and the number of samples, for the margin, are looked at.</param>
    /// <param name="part">Tells its estimates from those on other samples.</param>
    public CandidateJudge(RunContext run, Network original, Dataset search, double budget, IMeasure judged, string part = "estimate")
    {
        this.part = part;
        (engine, this.budget, judgeSamples, cancellation) = (run.Engine, budget, judged.Count, run.Cancellation);
        (this.search, trials, metric) = (search, run.Trials, run.Request.Metric);
        luck = Luck(search.Count);
        baseline = run.Evaluate(original, search, "baseline");
        IMeasure? here = Measure.Fits(metric, search) ? Measure.Of(metric, search, baseline) : null;
        expected = judged switch
        {
            RightAnswers => new CalibratedConfidence(baseline, judged.Original, RightAnswers.Places(metric)),
            MeanLoss misses when metric.Labels() == LabelKind.Values => new ExpectedError(baseline, misses),
            _ => new MeasuredDrop(here!),
        };
        // Samples that the network was trained on are easier than those that judge: what is lost there is not lost elsewhere.
        counted = expected is not MeasuredDrop && here?.IsFamiliarBeside(judged) == false ? here : null;
    }

    public bool TellsPoints => true;

    /// <summary>What the original's answers let expect; where the labels are as good as the judge's, drawn towards what they count by the precision of either.</summary>
    public DropEstimate Estimate(Network decoded)
    {
        cancellation.ThrowIfCancellationRequested();
        return trials.Estimate(part, decoded, () => Estimated(decoded));
    }

    private DropEstimate Estimated(Network decoded)
    {
        Predictions answers = engine.Evaluate(decoded, search, null, cancellation);
        (double drop, double error, double turned) = expected.Drop(answers);
        double least = error * luck;
        error = Math.Sqrt(expected.RelativeError * expected.RelativeError * drop * drop + least * least + 1e-6);
        if (counted is not null)
            (drop, error) = Combined(drop, error, Lucky(counted.Drop(answers)));
        // Both look at the same samples, so that together they know little more of others than either.
        return new DropEstimate(drop, Math.Max(error, least), Divergence.Of(metric, baseline, answers), turned);
    }

    /// <summary>
    /// Percentage points by which the estimated drop exceeds what is allowed; at most 0 where the candidate passes. The allowance keeps a
    /// margin for chance, the estimate's own error and that of the data that will judge, so that what passes here passes there forty-three times in forty-four.
    /// </summary>
    public double Excess(DropEstimate estimate) => Excess(estimate.Drop, estimate.StandardError, estimate.Disagreement, budget, judgeSamples);

    /// <inheritdoc cref="Excess(DropEstimate)"/>
    /// <param name="drop">Estimated, points.</param>
    /// <param name="standardError">Of that.</param>
    /// <param name="disagreement">As <see cref="DropEstimate.Disagreement"/>.</param>
    /// <param name="budget">Points.</param>
    /// <param name="judgeSamples">Samples that will judge.</param>
    public static double Excess(double drop, double standardError, double disagreement, double budget, int judgeSamples)
    {
        double judging = 100 * Math.Sqrt(disagreement / judgeSamples);
        double margin = SearchSettings.Confidence * Math.Sqrt(standardError * standardError + judging * judging);
        return drop - Math.Max(budget - margin, SearchSettings.LeastSpent * budget);
    }

    /// <summary>What errors are multiplied with where the smallest of many candidates is taken that pass on so many samples.</summary>
    public static double Luck(int samples) => 1 + (FewSamples / samples);

    private (double Drop, double Error) Lucky((double Drop, double Error) counted) => (counted.Drop, counted.Error * luck);

    /// <summary>
    /// The mean weighted by precision; or, where the two contradict each other, halfway between them: a candidate that has learnt from these very samples is
    /// better there than elsewhere.
    /// </summary>
    private static (double Drop, double Error) Combined(double expected, double error, (double Drop, double Error) counted)
    {
        double apart = Math.Abs(expected - counted.Drop), prior = error * error, own = counted.Error * counted.Error + 1e-6;
        return apart > 2 * Math.Sqrt(prior + own)
            ? ((expected + counted.Drop) / 2, apart / 2)
            : ((expected / prior + counted.Drop / own) / (1 / prior + 1 / own), Math.Sqrt(1 / (1 / prior + 1 / own)));
    }
}
