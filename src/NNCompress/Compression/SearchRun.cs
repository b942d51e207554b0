using NNCompress.Data;
using NNCompress.Engines;
using NNCompress.Models;
using NNCompress.Pruning;

namespace NNCompress.Compression;

/// <summary>One search from data to the best candidate, shared by the verbs that search.</summary>
internal static class SearchRun
{
    /// <summary>Calibration samples from which statistics and second moments are gathered.</summary>
    public static Dataset MomentData(RunContext run, Network network, Dataset calibration) =>
        calibration.Sample(SearchSettings.MomentSamples(network), run.Request.Seed + 1);

    /// <param name="run">The run.</param>
    /// <param name="dependencies">Of the original.</param>
    /// <param name="roles">With judge and calibration data.</param>
    /// <param name="original">The original's answers on the judging data: only their accuracy and number are looked at.</param>
    /// <param name="budget">Percentage points.</param>
    /// <param name="source">Gives the network at any share of its parameters removed.</param>
    /// <param name="ratios">Shares to try.</param>
    /// <param name="trained">Of the network that pruning starts from, where that is not the original: rounded layers are fitted to its outputs.</param>
    /// <returns>The smallest candidate that passes or, where none does, the one that lost least.</returns>
    public static Candidate Search(
        RunContext run, Dependencies dependencies, DataRoles roles, Predictions original, double budget, Func<double, PrunedNetwork> source, IReadOnlyList<double> ratios,
        Dependencies? trained = null)
    {
        Dataset calibration = roles.Calibration!, judged = roles.Judge!;
        CandidateJudge judge = new(run, dependencies.Network, calibration, budget, Accuracy.Percent(original, judged), judged.Count);
        BudgetSearch search = new(judge, new StagePreparation(run, trained ?? dependencies, MomentData(run, dependencies.Network, calibration)).Prepare, run.Reporter);
        search.Run(source, ratios);
        if (run.Request.JpegQuality is null)
            JpegRace.Run(search, run.Request.Matrix, run.Reporter, run.Cancellation);
        return search.Outcome;
    }
}
