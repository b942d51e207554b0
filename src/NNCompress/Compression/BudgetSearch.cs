using NNCompress.Coding;

namespace NNCompress.Compression;

/// <summary>
/// Looks for the smallest artifact that holds the budget on the search data: for each share of parameters removed, the coarsest common step
/// that passes; around the best share again, finer; then each layer's own step.
/// </summary>
/// <param name="judge">Says which candidates pass.</param>
/// <param name="prepare">Makes a pruned network ready to be encoded.</param>
/// <param name="reporter">Told what has been found.</param>
internal sealed class BudgetSearch(ICandidateJudge judge, Func<PrunedNetwork, EncodingStage> prepare, IReporter reporter) : IStepSearch
{
    /// <summary>What searches report as.</summary>
    public const string StageName = "search";

    // Each holds its artifact: of great ones fewer are kept, but as many as a confirmation tries.
    private const int MostKept = 48, FewestKept = 8;
    private const long MostKeptBytes = 32 << 20;

    // An octave and a half.
    private const int MostFiner = 12;

    private readonly List<Candidate> passed = [];
    private Candidate? closest;
    private Candidate? refinable;
    private int trials;
    private double told;

    /// <summary>Told of each candidate; null for nobody.</summary>
    public Action<Candidate>? Tried { get; init; }

    /// <inheritdoc/>
    public required bool IsDeep { get; init; }

    /// <summary>The smallest candidate that passes; null where none has.</summary>
    public Candidate? Best { get; private set; }

    /// <summary>The candidates that passed, of the network that was refined.</summary>
    public IReadOnlyList<Candidate> Passed => passed;

    /// <summary>The best candidate or, where none passes, the one that lost least.</summary>
    public Candidate Outcome => Best ?? closest ?? throw new InvalidOperationException("Nothing has been tried.");

    /// <summary>Searches over shares and common steps; <see cref="Outcome"/> has the result.</summary>
    /// <param name="source">Gives the network with at least that share of its parameters removed; asked for growing shares, then for any.</param>
    /// <param name="ratios">Shares to try, growing.</param>
    public void Run(Func<double, PrunedNetwork> source, IReadOnlyList<double> ratios)
    {
        (Candidate? least, List<(long Bytes, int Exponent)> found) = Coarse(source, ratios);
        if (least is not { } smallest)
            return;
        int at = found.FindIndex(f => f.Bytes == found.Min(other => other.Bytes));
        // Halfway to the shares beside the best, the next one included even where it failed.
        foreach (int side in new[] { at - 1, at + 1 })
        {
            if (side < 0 || side >= ratios.Count)
                continue;
            EncodingStage stage = prepare(source((ratios[at] + ratios[side]) / 2));
            if (Coarsest(stage, found[at].Exponent) is { } passing && passing.Bytes < smallest.Bytes)
                smallest = passing;
            Tell(0.75);
        }
        refinable = smallest;
    }

    /// <summary>Gives each layer of the network that <see cref="Run"/> settled on a step of its own.</summary>
    public void Refine()
    {
        if (refinable is null)
            return;
        passed.Add(refinable);
        new StepRefinement(this, refinable.Stage).Run(refinable.Exponent);
        if (Best is { } best && best.Stage == refinable.Stage)
            Polish(best);
        Tell(1);
    }

    /// <summary>Candidates with the steps that refinement ended with, each an eighth of an octave finer than the one before: those that pass.</summary>
    public IEnumerable<Candidate> Finer()
    {
        if (Best is not { } best)
            yield break;
        double from = best.Exponent + best.Stage.Fraction;
        for (int halves = 1; halves <= MostFiner && from - (halves / 2.0) >= SearchSettings.LowestExponent; halves++)
        {
            double exponent = from - (halves / 2.0), whole = Math.Floor(exponent);
            best.Stage.Fraction = exponent - whole;
            if (Try(best.Stage, (int)whole) is { Passes: true } candidate)
                yield return candidate;
        }
    }

    /// <summary>The last quarter of an octave, in halves.</summary>
    private void Polish(Candidate best)
    {
        EncodingStage stage = best.Stage;
        double passes = 0;
        for (double half = 0.5; half >= SearchSettings.FinestFraction; half /= 2)
        {
            stage.Fraction = passes + half;
            if (Try(stage, best.Exponent).Passes)
                passes += half;
        }
        stage.Fraction = passes;
    }

    /// <summary>Encodes, estimates, and remembers what is best.</summary>
    public Candidate Try(EncodingStage stage, int exponent) => Try(stage, exponent, stage.Encode(exponent));

    /// <summary>As <see cref="Try(EncodingStage, int)"/>, with tensors that are encoded already.</summary>
    public Candidate Try(EncodingStage stage, int exponent, IReadOnlyList<EncodedTensor> tensors)
    {
        DropEstimate estimate = judge.Estimate(stage.Decoded(tensors));
        Candidate candidate = new(stage, exponent, tensors, estimate, judge.Excess(estimate));
        trials++;
        Tried?.Invoke(candidate);
        if (Best is null && (closest is null || candidate.Excess < closest.Excess))
            closest = candidate;
        // Others would keep their networks and moments alive.
        if (candidate.Passes && candidate.Stage == refinable?.Stage)
            Keep(candidate);
        if (candidate.Passes && (Best is null || candidate.Bytes < Best.Bytes))
            Best = candidate;
        if (Best is not null)
            closest = null;
        Tell(told);
        return candidate;
    }

    private void Keep(Candidate candidate)
    {
        passed.Add(candidate);
        if (passed.Count > MostKept || (passed.Count > FewestKept && passed.Sum(c => c.Bytes) > MostKeptBytes))
            passed.Remove(passed.MaxBy(c => c.Bytes)!);
    }

    /// <summary>The coarsest common step that passes: whole octaves until the answer turns, then halves of the gap.</summary>
    public Candidate? Coarsest(EncodingStage stage, int start)
    {
        Candidate? passing = null, failing = null;
        bool? promising = null;
        int next = Math.Clamp(start, SearchSettings.LowestExponent, SearchSettings.HighestExponent);
        while (next is >= SearchSettings.LowestExponent and <= SearchSettings.HighestExponent)
        {
            Candidate candidate = Try(stage, next);
            if (candidate.Passes)
                passing = candidate;
            else if (passing is null && failing is not null && candidate.Estimate.Divergence > 0.9 * failing.Estimate.Divergence && !(promising ??= IsPromising(stage)))
                return null; // Finer steps no longer help: what was removed is too much.
            else
                failing = candidate;
            if (passing is not null && failing is not null && failing.Exponent - passing.Exponent <= 1)
                break;
            next = passing is null ? next - SearchSettings.Octave : failing is null ? next + SearchSettings.Octave : (passing.Exponent + failing.Exponent) / 2;
        }
        return passing;
    }

    // Steps so coarse that little of the network is left may all be as bad as each other. Where nothing has passed yet, the network itself tells whether fine ones will do.
    private bool IsPromising(EncodingStage stage) => Best is null && judge.Excess(judge.Estimate(stage.Network)) <= 0;

    /// <summary>The one with fewer bytes.</summary>
    public bool IsBetter(Candidate candidate, Candidate than) => candidate.Bytes < than.Bytes;

    /// <inheritdoc/>
    public Candidate? AtLimit(EncodingStage stage, int start) => Coarsest(stage, start);

    /// <inheritdoc/>
    public void Tell(double fraction)
    {
        told = fraction;
        reporter.Progress(StageName, fraction, Best is null
            ? $"{trials} tried, none passes yet"
            : FormattableString.Invariant($"{trials} tried, best {Best.Bytes:N0} bytes at {Best.Estimate.Drop:0.00} points"));
    }

    /// <summary>
    /// The coarsest passing candidate of each share, from the first on, until one fails or more pruning does not pay: the smallest, and figures of all. The others' networks
    /// and moments are let go.
    /// </summary>
    private (Candidate? Smallest, List<(long Bytes, int Exponent)> Found) Coarse(Func<double, PrunedNetwork> source, IReadOnlyList<double> ratios)
    {
        Candidate? smallest = null;
        List<(long Bytes, int Exponent)> found = [];
        int exponent = SearchSettings.FirstExponent;
        for (int i = 0; i < ratios.Count; i++)
        {
            Tell(0.7 * i / ratios.Count);
            if (Coarsest(prepare(source(ratios[i])), exponent) is not { } passing)
                break;
            exponent = passing.Exponent;
            found.Add((passing.Bytes, passing.Exponent));
            if (smallest is null || passing.Bytes < smallest.Bytes)
                smallest = passing;
            // Two shares in a row that end well above the best: more pruning only buys finer steps.
            if (found.Count > 2 && passing.Bytes > 1.12 * smallest.Bytes && found[^2].Bytes > 1.06 * smallest.Bytes)
                break;
        }
        return (smallest, found);
    }
}
