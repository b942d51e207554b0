using NNCompress.Data;
using NNCompress.Engines;
using NNCompress.Models;

namespace NNCompress.Compression.Shrinking;

/// <summary>
/// Estimates, on samples held out of the training data, how much accuracy a trained network loses on the data that will judge.
/// </summary>
/// <remarks>
/// The original may well have learnt the held-out samples by heart: there it is right more often than on new ones, and whatever forgets looks
/// worse than it is. The held-out samples are therefore weighted so that the original is right and wrong in the proportion of the judging
/// data (post-stratification, Holt and Smith 1979). Of that data nothing else is known here, and no candidate is ever run on it. What the
/// original learnt by heart still counts as lost where a candidate forgets it, so that the estimate errs on the safe side.
/// </remarks>
internal sealed class HeldOutJudge : ICandidateJudge
{
    /// <summary>What may be spent of the budget where the estimate errs on the safe side by more than chance does.</summary>
    private const double FamiliarShare = 0.9;

    private readonly Dataset heldOut;
    private readonly Predictions baseline;
    private readonly double budget;
    private readonly int judgeSamples;
    private readonly int places;
    private readonly bool[] right;
    private readonly RunContext run;

    /// <param name="run">The run.</param>
    /// <param name="original">The network whose accuracy is to be held.</param>
    /// <param name="heldOut">Labelled samples that no candidate is trained on.</param>
    /// <param name="judgedAccuracy">Of the original on the judging data, percent.</param>
    /// <param name="judgeSamples">Samples that will judge.</param>
    /// <param name="budget">Percentage points.</param>
    /// <param name="places">Among how many of the largest scores the right class may be.</param>
    public HeldOutJudge(RunContext run, Network original, Dataset heldOut, double judgedAccuracy, int judgeSamples, double budget, int places = 1)
    {
        (this.run, this.heldOut, this.judgeSamples, this.budget, this.places) = (run, heldOut, judgeSamples, budget, places);
        baseline = run.Evaluate(original, heldOut, "baseline");
        right = Accuracy.Right(baseline, heldOut, places);
        double accuracy = Accuracy.Percent(baseline, heldOut, places);
        double chance = 2 * Math.Sqrt(judgedAccuracy * (100 - judgedAccuracy) * ((1.0 / heldOut.Count) + (1.0 / judgeSamples)));
        Familiar = accuracy - judgedAccuracy > chance;
        RightShare = (Familiar ? judgedAccuracy : accuracy) / 100;
    }

    /// <summary>Whether many candidates are tried, of which the smallest that passes is also the luckiest: then a margin for chance stays even where the estimate errs on the safe side.</summary>
    public bool OfMany { get; init; }

    /// <summary>Whether the original is better on the held-out samples than chance explains.</summary>
    public bool Familiar { get; }

    /// <summary>Share of the samples that the original is taken to be right on.</summary>
    public double RightShare { get; }

    public bool TellsPoints => true;

    public DropEstimate Estimate(Network candidate)
    {
        run.Cancellation.ThrowIfCancellationRequested();
        Predictions answers = run.Engine.Evaluate(candidate, heldOut, null, run.Cancellation);
        bool[] still = Accuracy.Right(answers, heldOut, places);
        int known = 0, lost = 0, won = 0;
        for (int i = 0; i < heldOut.Count; i++)
        {
            known += right[i] ? 1 : 0;
            lost += right[i] && !still[i] ? 1 : 0;
            won += still[i] && !right[i] ? 1 : 0;
        }
        double losing = lost / Math.Max(1.0, known), winning = won / Math.Max(1.0, heldOut.Count - known);
        double wrongShare = 1 - RightShare;
        double variance = (RightShare * RightShare * Spread(losing, known)) + (wrongShare * wrongShare * Spread(winning, heldOut.Count - known));
        return new DropEstimate(
            100 * ((RightShare * losing) - (wrongShare * winning)), 100 * Math.Sqrt(variance), Divergence.Mean(baseline, answers),
            (RightShare * losing) + (wrongShare * winning));
    }

    /// <summary>Percentage points by which an estimate exceeds what is allowed; at most 0 where the candidate passes.</summary>
    public double Excess(DropEstimate estimate)
    {
        if (OfMany)
        {
            double careful = CandidateJudge.Excess(estimate.Drop, CandidateJudge.Luck(heldOut.Count) * estimate.StandardError, estimate.Disagreement, budget, judgeSamples);
            return Familiar ? Math.Max(careful, estimate.Drop - (FamiliarShare * budget)) : careful;
        }
        if (Familiar)
            return estimate.Drop - (FamiliarShare * budget);
        double judging = 100 * Math.Sqrt(estimate.Disagreement / judgeSamples);
        double margin = Math.Sqrt((estimate.StandardError * estimate.StandardError) + (judging * judging));
        return estimate.Drop - Math.Max(budget - margin, SearchSettings.LeastAllowance * budget);
    }

    /// <summary>Variance of a share that was counted on n samples; half a sample each way keeps a share of 0 from looking certain.</summary>
    private static double Spread(double share, int n)
    {
        double p = ((share * n) + 0.5) / (n + 1);
        return p * (1 - p) / (n + 1);
    }
}
