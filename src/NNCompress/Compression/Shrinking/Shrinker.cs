using NNCompress.Data;
using NNCompress.Engines.Training;
using NNCompress.Models;

namespace NNCompress.Compression.Shrinking;

/// <summary>
/// Compression that trains: a round of fine-tuning, then rounds on the grid, each towards a smaller size and from where the last one that held
/// the budget ended. After the first that fails, sizes between it and the last that held.
/// </summary>
/// <param name="run">The run.</param>
/// <param name="original">The network whose accuracy is to be held.</param>
/// <param name="data">What is learnt.</param>
/// <param name="judge">Says which rounds hold the budget.</param>
internal sealed class Shrinker(RunContext run, Network original, Dataset data, HeldOutJudge judge)
{
    private readonly ShrinkRound round = new(run, data, judge);
    private ShrunkNetwork? best;

    /// <param name="start">Where training starts.</param>
    /// <param name="known">Bytes of a candidate that holds the budget without training, or of the whole network.</param>
    /// <returns>The smallest network that is estimated to hold the budget; null where none is.</returns>
    public ShrunkNetwork? Run(PrunedNetwork start, long known)
    {
        Network tuned = round.Tune(start.Network, original, Reporter(0));
        PrunedNetwork from = start with { Network = tuned };
        double passes = known, fails = 0, goal = known * ShrinkSettings.FirstShare;
        for (int number = 1; number <= ShrinkSettings.MostRounds; number++)
        {
            ShrunkNetwork made = round.Thin(best?.Pruned ?? from, tuned, goal, Reporter(number));
            run.Reporter.Info(FormattableString.Invariant(
                $"round {number}: {made.Bytes:N0} bytes, estimated drop {made.Estimate.Drop:0.00} ± {made.Estimate.StandardError:0.00} points{(made.Passes ? "" : ", too much")}"));
            bool smaller = made.Bytes < passes;
            if (!made.Passes)
                fails = Math.Max(fails, made.Bytes);
            else if (smaller)
                (best, passes) = (made, made.Bytes);
            // What holds and what does not lie close together, or no more weights can leave.
            if (fails > 0 && passes < fails * ShrinkSettings.CloseEnough || made.Passes && !smaller)
                break;
            goal = fails == 0 ? passes * ShrinkSettings.NextShare : Math.Sqrt(passes * fails);
        }
        return best;
    }

    private RoundReporter Reporter(int number) => new(run.Reporter, number, best?.Bytes);
}
