using NNCompress.Compression.Metrics;
using NNCompress.Compression.Outside;
using NNCompress.Data;
using NNCompress.Models;
using NNCompress.Reports;

namespace NNCompress.Compression.Sweeping;

/// <summary>Says of each row how good it is where it is judged and, apart from that, what is expected of it where it is chosen. The original has been measured on both once.</summary>
internal sealed class SweepJudge
{
    private readonly ICandidateJudge? candidates;

    /// <param name="run">Runs networks; its request has the metric, or the program that judges.</param>
    /// <param name="roles">Who judges.</param>
    /// <param name="tried">Samples that neither judge nor are fitted to; not looked at where a program judges.</param>
    /// <param name="original">The model.</param>
    /// <param name="budget">Points.</param>
    public SweepJudge(RunContext run, DataRoles roles, Dataset? tried, Network original, double budget)
    {
        Judge = run.JudgeOf(roles, original)!;
        candidates = Judge is DataJudge data ? new CandidateJudge(run, original, tried!, budget, data.Measure)
            : run.Evaluator!.TellsRole ? new ProgramCandidates(run, run.Evaluator, original, budget)
            : null;
        ChosenOn = Judge is DataJudge ? SweepChoice.Calibration : candidates is null ? SweepChoice.Judge : SweepChoice.Search;
    }

    public IJudge Judge { get; }

    /// <summary>As <see cref="SweepReport.ChosenOn"/>.</summary>
    public string ChosenOn { get; }

    /// <summary>What is expected of a network; with a program that does not tell search from judgement, what it says.</summary>
    /// <param name="network">As a decoder makes it.</param>
    /// <param name="drop">What the judge says of it, points.</param>
    public SweepEstimate Expected(Network network, double drop) =>
        candidates?.Estimate(network) is { } estimate ? new SweepEstimate(estimate.Drop, estimate.StandardError, estimate.Disagreement) : new SweepEstimate(drop, 0, 0);
}
