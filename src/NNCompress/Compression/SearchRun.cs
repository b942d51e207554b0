using NNCompress.Compression.Metrics;
using NNCompress.Data;
using NNCompress.Models;
using NNCompress.Pruning;

namespace NNCompress.Compression;

/// <summary>One search from data to the best candidate, shared by the verbs that search.</summary>
internal sealed class SearchRun
{
    /// <summary>Points that nothing exceeds.</summary>
    public const double NoBudget = 100;

    private readonly RunContext run;
    private readonly BudgetSearch? search;
    private readonly TargetSearch? target;
    private readonly Func<ICandidateJudge?> confirming;

    /// <summary>Calibration samples from which statistics and second moments are gathered.</summary>
    public static Dataset MomentData(RunContext run, Network network, Dataset calibration) => Parts(run, network, calibration).Moments;

    /// <summary>Calibration samples that candidates are tried on.</summary>
    public static Dataset TrialData(RunContext run, Network network, Dataset calibration) => Parts(run, network, calibration).Search;

    /// <summary>Calibration samples that nothing is fitted to and no candidate is tried on; null where the search has samples enough, or these would be fewer than it has.</summary>
    private static Dataset? FreshData(RunContext run, SearchStart start, Dataset calibration)
    {
        Network network = start.Original;
        int trials = SearchSettings.TrialSamples(network);
        if (calibration.Count < SearchSettings.FewestToPart || trials >= SearchSettings.UnconfirmedFrom)
            return null;
        Dataset rest = start.Learnt is null ? Rest(run, network, calibration).Second : calibration;
        return rest.Count < 2 * trials ? null : rest.Split(trials, run.Request.Seed).Second.Sample(SearchSettings.ConfirmationSamples(network), run.Request.Seed);
    }

    private static (Dataset First, Dataset Second) Rest(RunContext run, Network network, Dataset calibration) =>
        calibration.Split(Math.Min(SearchSettings.MomentSamples(network), calibration.Count / 2), run.Request.Seed + 1);

    /// <summary>What was fitted to samples does better on them than on others, so candidates are tried on others where there are enough.</summary>
    private static (Dataset Moments, Dataset Search) Parts(RunContext run, Network network, Dataset calibration)
    {
        if (calibration.Count < SearchSettings.FewestToPart)
            return (calibration, calibration);
        (Dataset moments, Dataset rest) = Rest(run, network, calibration);
        return (moments, rest.Sample(SearchSettings.TrialSamples(network), run.Request.Seed));
    }

    /// <param name="run">The run.</param>
    /// <param name="start">What the search starts from.</param>
    /// <param name="calibration">Does not judge.</param>
    /// <param name="judge">Will judge: only the original's figure and the number of samples are looked at.</param>
    /// <param name="budget">Points; null for none, where there is a target.</param>
    /// <param name="target">Bytes that the artifact may have; null lets the budget decide.</param>
    public SearchRun(RunContext run, SearchStart start, Dataset calibration, DataJudge judge, double? budget, long? target)
        : this(run, start, calibration, (samples, part) => new CandidateJudge(run, start.Original, samples, budget ?? NoBudget, judge.Measure, part), target)
    {
    }

    /// <param name="run">The run.</param>
    /// <param name="start">What the search starts from.</param>
    /// <param name="calibration">Does not judge.</param>
    /// <param name="judgeOn">Makes, for samples that nothing is fitted to and a word that tells them from others, what says which candidates pass.</param>
    /// <param name="target">Bytes that the artifact may have; null for what passes.</param>
    public SearchRun(RunContext run, SearchStart start, Dataset calibration, Func<Dataset, string, ICandidateJudge> judgeOn, long? target)
    {
        this.run = run;
        (Dataset moments, Dataset tried) = start.Learnt is { } learnt
            ? (learnt.Sample(SearchSettings.MomentSamples(start.Original), run.Request.Seed + 1), calibration.Sample(SearchSettings.TrialSamples(start.Original), run.Request.Seed))
            : Parts(run, start.Original, calibration);
        ICandidateJudge candidates = judgeOn(tried, "estimate");
        confirming = () => candidates.TellsPoints && FreshData(run, start, calibration) is { } fresh ? judgeOn(fresh, "confirm") : null;
        StagePreparation preparation = new(run, start.Fitted, moments);
        // What is judged otherwise has no estimate in points.
        Action<Candidate>? told = run.Details is { } details && candidates.TellsPoints ? c => details.Tried(c.Stage.Network, c.Bytes, c.Estimate, c.Passes) : null;
        bool deep = SearchSettings.RefinesDeeply(start.Original, tried.Count);
        if (target is { } bytes)
            this.target = new TargetSearch(run, candidates, preparation.Prepare, bytes) { Tried = told, IsDeep = deep };
        else
            search = new BudgetSearch(candidates, preparation.Prepare, run.Reporter) { Tried = told, IsDeep = deep };
    }

    /// <summary>Searches over networks and steps that all their layers have in common.</summary>
    /// <param name="source">Gives the network at any share of its parameters removed.</param>
    /// <param name="ratios">Shares to try.</param>
    /// <returns>The smallest candidate that passes or, where none does, the one that lost least; with a target size, the one that loses least of those that fit.</returns>
    /// <exception cref="NncException">NNC3002: nothing fits the target size.</exception>
    public Candidate Rough(Func<double, PrunedNetwork> source, IReadOnlyList<double> ratios)
    {
        search?.Run(source, ratios);
        target?.Run(source, ratios);
        return search?.Outcome ?? target!.Outcome;
    }

    /// <summary>Without a target: the coarsest step at which a candidate's network passes, where what passes has changed meanwhile; null where none does.</summary>
    public Candidate? AtLimit(Candidate near) => search!.AtLimit(near.Stage, near.Exponent);

    /// <summary>Goes on from the rough search's candidate: steps for each layer, then other coders where no JPEG quality was asked for.</summary>
    public Candidate Refined()
    {
        search?.Refine();
        target?.Refine();
        if (run.Request.JpegQuality is null)
        {
            CoderRace race = new((IStepSearch?)search ?? target!, run.Reporter, run.Cancellation);
            race.Run();
            target?.Fill();
            return race.Compared(Confirmed());
        }
        target?.Fill();
        return Confirmed();
    }

    private Candidate Confirmed() => search is null ? target!.Outcome
        : search.Best is { } best && confirming() is { } judge ? Confirmation.Of([.. search.Passed], best, judge, c => c.Stage.Decoded(c.Tensors), search.Finer())
        : search.Outcome;
}
