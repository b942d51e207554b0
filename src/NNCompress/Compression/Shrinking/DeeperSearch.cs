using NNCompress.Compression.Trials;
using NNCompress.Pruning;

namespace NNCompress.Compression.Shrinking;

/// <summary>
/// What training does where rounds on the grid do not pay, as with kernels of few weights: more channels leave than hold without training, what is left is
/// fine-tuned, and the search looks for its coding; again from there, until that no longer makes the artifact smaller.
/// </summary>
/// <param name="run">The run.</param>
/// <param name="training">Trains.</param>
/// <param name="search">Makes the search for a network's coding.</param>
internal sealed class DeeperSearch(RunContext run, ShrinkStage training, Func<SearchStart, SearchRun> search)
{
    /// <param name="start">What the search without training started from.</param>
    /// <param name="untrained">What it came to.</param>
    /// <returns>Smaller than without training, or holding the budget where that does not; null where training makes none.</returns>
    public ShrunkNetwork? Run(SearchStart start, Candidate untrained)
    {
        // Where the request or a lottery has settled what leaves, that alone is fine-tuned; gates close as one network.
        bool settled = start.Ratios.Count == 1;
        double share = 1 - ((1 - ShrinkSettings.DeeperShare) * untrained.Stage.Network.ParameterCount / Math.Max(1, start.Fitted.Network.ParameterCount));
        PrunedNetwork next = settled ? untrained.Stage.Pruned : start.At(share);
        (SearchStart Start, SearchRun Search, Candidate Rough)? best = null;
        // Plans are those of what the search started from, as without training.
        SearchStart from = start with { Before = null };
        for (int vain = 0; ;)
        {
            TrainedRound tuned = training.Tune(start.Original, next.Network);
            SearchStart deeper = from.Tuned(run, next, tuned.Network, tuned.Result, training.Parts.Learnt);
            PrunedNetwork whole = new(tuned.Network, PruningPlan.Of(next.Plan.Method, deeper.Fitted, new HashSet<int>()));
            SearchRun steps = search(deeper);
            Candidate found = steps.Rough(_ => whole, [0]);
            run.Reporter.Info(FormattableString.Invariant(
                $"pruned and fine-tuned: {tuned.Network.ParameterCount:N0} parameters, {found.Bytes:N0} bytes, estimated drop {found.Estimate.Drop:0.00} ± {found.Estimate.StandardError:0.00} points{(found.Passes ? "" : ", too much")}"));
            if (!found.Passes)
                break;
            Candidate least = best?.Rough ?? untrained;
            if (!least.Passes || found.Bytes < least.Bytes)
                (best, vain) = ((deeper, steps, found), 0);
            else
                vain++;
            if (settled || start.Training is not null || vain == ShrinkSettings.MostInVain)
                break;
            (from, next) = (deeper, deeper.At(ShrinkSettings.DeeperShare));
        }
        if (best is not { } chosen)
            return null;
        Candidate refined = chosen.Search.Refined();
        PrunedNetwork pruned = new(refined.Stage.Network, chosen.Start.Whole(refined.Stage.Pruned.Plan));
        return new ShrunkNetwork(pruned, refined.Tensors, chosen.Start.Training!, refined.Estimate, refined.Excess);
    }
}
