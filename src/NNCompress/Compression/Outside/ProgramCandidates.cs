using NNCompress.Models;

namespace NNCompress.Compression.Outside;

/// <summary>Tells by the user's program which candidates of a search pass.</summary>
internal sealed class ProgramCandidates : ICandidateJudge
{
    /// <summary>What the search may spend of the budget, as the samples that judge will not say the same as those that search.</summary>
    public const double Spent = 0.75;

    private readonly RunContext run;
    private readonly Evaluator evaluator;
    private readonly double original;

    /// <param name="run">Cancels.</param>
    /// <param name="evaluator">Measures.</param>
    /// <param name="network">The original.</param>
    /// <param name="budget">Points. Where the program does not know search from judgement its figures are the gate's own, and nothing is kept back.</param>
    public ProgramCandidates(RunContext run, Evaluator evaluator, Network network, double budget)
    {
        (this.run, this.evaluator) = (run, evaluator);
        original = evaluator.Measure(network, EvaluatorRole.Search);
        (Budget, Allowed) = (budget, evaluator.TellsRole ? Spent * budget : budget);
    }

    /// <summary>Points that the metric may drop.</summary>
    public double Budget { get; }

    /// <summary>Points of them that the search may spend.</summary>
    public double Allowed { get; }

    public bool TellsPoints => false;

    public DropEstimate Estimate(Network decoded)
    {
        run.Cancellation.ThrowIfCancellationRequested();
        double drop = original - evaluator.Measure(decoded, EvaluatorRole.Search);
        return new DropEstimate(drop, 0, Math.Max(drop, 0), 0);
    }

    public double Excess(DropEstimate estimate) => estimate.Drop - Allowed;
}
