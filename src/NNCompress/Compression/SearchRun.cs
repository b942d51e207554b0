using NNCompress.Data;
using NNCompress.Engines;
using NNCompress.Models;
using NNCompress.Pruning;

namespace NNCompress.Compression;

/// <summary>One search from data to the best candidate, shared by the verbs that search.</summary>
internal sealed class SearchRun
{
    private readonly RunContext run;
    private readonly BudgetSearch search;

    /// <summary>Calibration samples from which statistics and second moments are gathered.</summary>
    public static Dataset MomentData(RunContext run, Network network, Dataset calibration) =>
        calibration.Sample(SearchSettings.MomentSamples(network), run.Request.Seed + 1);

    /// <param name="run">The run.</param>
    /// <param name="start">What the search starts from.</param>
    /// <param name="calibration">Does not judge.</param>
    /// <param name="judged">Judges: only its size is looked at.</param>
    /// <param name="original">The original's answers on the judging data: only their accuracy and number are looked at.</param>
    /// <param name="budget">Percentage points.</param>
    public SearchRun(RunContext run, SearchStart start, Dataset calibration, Dataset judged, Predictions original, double budget)
    {
        this.run = run;
        CandidateJudge judge = new(run, start.Original, calibration, budget, Accuracy.Percent(original, judged), judged.Count);
        search = new BudgetSearch(judge, new StagePreparation(run, start.Fitted, MomentData(run, start.Original, calibration)).Prepare, run.Reporter);
    }

    /// <summary>Searches over networks and steps that all their layers have in common.</summary>
    /// <param name="source">Gives the network at any share of its parameters removed.</param>
    /// <param name="ratios">Shares to try.</param>
    /// <returns>The smallest candidate that passes or, where none does, the one that lost least.</returns>
    public Candidate Rough(Func<double, PrunedNetwork> source, IReadOnlyList<double> ratios)
    {
        search.Run(source, ratios);
        return search.Outcome;
    }

    /// <summary>Goes on from the rough search's candidate: steps for each layer, then other coders where no JPEG quality was asked for.</summary>
    public Candidate Refined()
    {
        search.Refine();
        if (run.Request.JpegQuality is not null)
            return search.Outcome;
        CoderRace race = new(search, run.Reporter, run.Cancellation);
        race.Run();
        return race.Compared(search.Outcome);
    }
}
