using NNCompress.Coding;
using NNCompress.Engines.Training;
using NNCompress.Models;

namespace NNCompress.Compression.Shrinking;

/// <summary>
/// Compression that trains: a round of fine-tuning, then rounds on the grid, each towards a smaller size and from where the last one that held
/// the budget ended. After the first that fails, sizes between it and the last that held.
/// </summary>
/// <param name="run">The run.</param>
/// <param name="original">The network whose accuracy is to be held.</param>
/// <param name="training">Trains.</param>
/// <param name="judge">Says which rounds hold the budget.</param>
internal sealed class Shrinker(RunContext run, Network original, RoundTraining training, ICandidateJudge judge)
{
    private readonly ShrinkRound round = new(run, training, judge);
    private ShrunkNetwork? best;

    /// <param name="start">Where training starts.</param>
    /// <param name="known">Bytes of a candidate that holds the budget without training, or of the whole network.</param>
    /// <returns>The smallest network that is estimated to hold the budget; null where none is.</returns>
    public ShrunkNetwork? Run(PrunedNetwork start, long known)
    {
        Network tuned = training.Tune(start.Network, original, Reporter(0)).Network;
        PrunedNetwork from = start with { Network = tuned };
        ShrunkNetwork? failed = null;
        double goal = known * ShrinkSettings.FirstShare;
        for (int number = 1; number <= ShrinkSettings.MostRounds; number++)
        {
            ShrunkNetwork made = round.Thin(best?.Pruned ?? from, tuned, goal, Reporter(number));
            run.Reporter.Info(FormattableString.Invariant(
                $"round {number}: {made.Bytes:N0} bytes, estimated drop {made.Estimate.Drop:0.00} ± {made.Estimate.StandardError:0.00} points{(made.Passes ? "" : ", too much")}"));
            run.Details?.Tried(made.Pruned.Network, made.Bytes, made.Estimate, made.Passes);
            bool smaller = made.Bytes < (best?.Bytes ?? known);
            if (!made.Passes)
                failed = failed is null || made.Bytes > failed.Bytes ? made : failed;
            else if (smaller)
                best = made;
            long passes = best?.Bytes ?? known;
            // What holds and what does not lie close together, or no more weights can leave.
            if ((failed is not null && passes < failed.Bytes * ShrinkSettings.CloseEnough) || (made.Passes && !smaller))
                break;
            goal = failed is null ? passes * ShrinkSettings.NextShare : Between(passes, failed);
        }
        return best;
    }

    /// <summary>A round of fine-tuning, then one on the grid towards the size; where that ends above it, again, and a little lower.</summary>
    /// <param name="bytes">The most that the whole artifact may have.</param>
    /// <param name="start">Where training starts.</param>
    /// <param name="overhead">Bytes of the artifact that are no tensor's.</param>
    /// <returns>A network of at most that size; null where a few rounds do not get there.</returns>
    public ShrunkNetwork? RunTo(long bytes, PrunedNetwork start, long overhead)
    {
        Network tuned = training.Tune(start.Network, original, Reporter(0)).Network;
        PrunedNetwork from = start with { Network = tuned };
        double goal = bytes - overhead;
        for (int number = 1; number <= ShrinkSettings.MostAttempts && goal > 0; number++)
        {
            ShrunkNetwork made = round.Thin(from, tuned, goal, Reporter(number));
            long size = NnzWriter.Length(made.Pruned.Network, made.Tensors);
            run.Reporter.Info(FormattableString.Invariant(
                $"round {number}: {size:N0} bytes, estimated drop {made.Estimate.Drop:0.00} ± {made.Estimate.StandardError:0.00} points{(size > bytes ? ", too large" : "")}"));
            run.Details?.Tried(made.Pruned.Network, made.Bytes, made.Estimate, made.Passes);
            if (size <= bytes)
                return made;
            from = made.Pruned;
            goal *= ShrinkSettings.Undershoot * bytes / size;
        }
        return null;
    }

    /// <summary>
    /// The size between one that holds and one that does not, where a drop that grows with the logarithm of the size would reach what is
    /// allowed: not quite that, and not near either end.
    /// </summary>
    private double Between(long passes, ShrunkNetwork failed)
    {
        double share = best is null ? 0.5 : best.Excess / (best.Excess - failed.Excess);
        return passes * Math.Pow(failed.Bytes / (double)passes, Math.Clamp(ShrinkSettings.Caution * share, 0.25, 0.75));
    }

    private RoundReporter Reporter(int number) => new(run.Reporter, number, best?.Bytes);
}
