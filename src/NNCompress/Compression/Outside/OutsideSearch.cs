using NNCompress.Coding;
using NNCompress.Data;
using NNCompress.Models;

namespace NNCompress.Compression.Outside;

/// <summary>The search where the user's program judges: guided by the engine where that can run the network on calibration data, by the program alone elsewhere.</summary>
internal sealed class OutsideSearch
{
    private readonly RunContext run;
    private readonly SearchStart start;
    private readonly Dataset? calibration;
    private readonly double? budget;

    /// <param name="run">The run.</param>
    /// <param name="start">What the search starts from.</param>
    /// <param name="calibration">What the engine feeds the network; null where it cannot.</param>
    /// <param name="budget">Points; null for none, where there is a target.</param>
    public OutsideSearch(RunContext run, SearchStart start, Dataset? calibration, double? budget)
    {
        (this.run, this.start, this.calibration, this.budget) = (run, start, calibration, budget);
        if (!run.Evaluator!.TellsRole && budget is not null)
            run.Warn("NNC2136", $"the evaluator has no place {CommandTemplate.Role} in its command, so that it judges on the samples that the search chose by: expect a greater drop on others. Add {CommandTemplate.Role}, and have the program take other samples for judge than for search.");
    }

    /// <summary>Says which candidates hold the budget; measures the original when it is first asked for.</summary>
    public ProgramCandidates Judge => field ??= new ProgramCandidates(run, run.Evaluator!, start.Original, budget ?? double.PositiveInfinity);

    /// <param name="target">Bytes that the artifact may have; null lets the budget decide.</param>
    /// <returns>The network, its encoded constants, and whether it passes.</returns>
    /// <exception cref="NncException">NNC3002: nothing fits the target size. NNC2132–2135: the program failed.</exception>
    public (PrunedNetwork Pruned, IReadOnlyList<EncodedTensor> Tensors, bool Passes) Run(long? target)
    {
        if (target is not null && calibration is not null)
        {
            // What fits and is nearest to the original needs no program.
            SearchRun engine = new(run, start, calibration, (samples, _) => new DivergenceLimit(run, start.Original, samples), target);
            engine.Rough(start.At, start.Ratios);
            Candidate nearest = engine.Refined();
            return (nearest.Stage.Pruned, nearest.Tensors, true);
        }
        if (calibration is not null)
        {
            Candidate guided = new GuidedSearch(run, start, calibration, Judge).Run();
            return (guided.Stage.Pruned, guided.Tensors, guided.Passes);
        }
        PlainSearch plain = new(run, new ProgramTrials(run, Judge));
        ProgramTrial found = target is { } bytes ? plain.RunTo(start.At, start.Ratios, bytes) : plain.Run(start.At, start.Ratios);
        return (found.Stage.Pruned, found.Tensors, found.Passes);
    }
}
