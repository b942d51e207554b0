using NNCompress.Coding;

namespace NNCompress.Compression;

/// <summary>
/// The mirror of <see cref="BudgetSearch"/>: looks for the artifact that loses least and is no larger than a target. For each share of parameters removed, the
/// finest common step that fits; around the best share again, finer; then each layer's own step, and what is left of the target. Candidates are compared by
/// their divergence from the original's answers, which chance moves less than counted accuracy.
/// </summary>
/// <param name="run">Names the model; told what has been found.</param>
/// <param name="judge">Estimates, on data that does not judge.</param>
/// <param name="prepare">Makes a pruned network ready to be encoded.</param>
/// <param name="target">The most bytes that the whole file may have.</param>
internal sealed class TargetSearch(RunContext run, ICandidateJudge judge, Func<PrunedNetwork, EncodingStage> prepare, long target) : IStepSearch
{
    /// <summary>By how much a section's length may take more bytes than it did when the overhead was measured.</summary>
    private const int LengthFields = 1;

    /// <summary>Shares in a row that end with this many times the best one's divergence end the coarse search.</summary>
    private const double Worse = 1.3;

    private readonly Dictionary<EncodingStage, long> overheads = [];
    private long smallest = long.MaxValue;
    private int trials;
    private double told;

    /// <summary>Told of each candidate; null for nobody.</summary>
    public Action<Candidate>? Tried { get; init; }

    /// <inheritdoc/>
    public required bool IsDeep { get; init; }

    /// <summary>The best candidate that fits; null where none has been found.</summary>
    public Candidate? Best { get; private set; }

    /// <exception cref="NncException">NNC3002: nothing fits.</exception>
    public Candidate Outcome => Best ?? throw TooSmall(run.Request.ModelPath, target, smallest);

    /// <summary>NNC3002: the smallest artifact found is larger than the target.</summary>
    public static NncException TooSmall(string path, long target, long smallest) => new("NNC3002", path, FormattableString.Invariant(
        $"no artifact of at most {target:N0} bytes was found: the smallest has {smallest:N0}. Raise --target-size; or let more of the network leave (compress instead of encode, a higher --ratio, --fine-tune)."));

    /// <summary>Searches over shares and common steps; <see cref="Best"/> has the result.</summary>
    /// <param name="source">Gives the network with at least that share of its parameters removed; asked for growing shares, then for any.</param>
    /// <param name="ratios">Shares to try, growing.</param>
    public void Run(Func<double, PrunedNetwork> source, IReadOnlyList<double> ratios)
    {
        List<Candidate?> found = [];
        int exponent = SearchSettings.FirstExponent;
        foreach (double ratio in ratios)
        {
            Tell(0.7 * found.Count / ratios.Count);
            Candidate? candidate = AtLimit(prepare(source(ratio)), exponent);
            exponent = candidate?.Exponent ?? exponent;
            found.Add(candidate);
            // Two shares in a row that lose more than the best one: what has been removed is missed more than bits are.
            if (found.Count > 2 && Best is not null && found[^2..].All(c => c is not null && c.Estimate.Divergence > Worse * Best.Estimate.Divergence))
                break;
        }
        if (Best is not { } best)
            return;
        int at = found.IndexOf(best);
        foreach (int side in new[] { at - 1, at + 1 })
        {
            if (side >= 0 && side < ratios.Count)
                AtLimit(prepare(source((ratios[at] + ratios[side]) / 2)), best.Exponent);
            Tell(0.75);
        }
    }

    /// <summary>The one that diverges less from the original.</summary>
    public bool IsBetter(Candidate candidate, Candidate than) => candidate.Estimate.Divergence < than.Estimate.Divergence;

    /// <summary>Gives each layer of the best network a step of its own.</summary>
    public void Refine()
    {
        if (Best is not { } best)
            return;
        new StepRefinement(this, best.Stage).Run(best.Exponent);
        Tell(1);
    }

    /// <inheritdoc/>
    public Candidate Try(EncodingStage stage, int exponent) => Try(stage, exponent, stage.Encode(exponent));

    /// <summary>The finest common step that fits: whole octaves until the answer turns, then halves of the gap. Sizes alone are looked at on the way.</summary>
    public Candidate? AtLimit(EncodingStage stage, int start)
    {
        IReadOnlyList<EncodedTensor>? fitting = null;
        int fits = int.MaxValue, fails = int.MinValue;
        int next = Math.Clamp(start, SearchSettings.LowestExponent, SearchSettings.HighestExponent);
        while (fits == int.MaxValue || fails == int.MinValue || fits - fails > 1)
        {
            run.Cancellation.ThrowIfCancellationRequested();
            IReadOnlyList<EncodedTensor> tensors = stage.Encode(next);
            if (FileBytes(stage, tensors) <= target)
                (fits, fitting) = (next, tensors);
            else
                fails = next;
            if (fitting is null && next == SearchSettings.HighestExponent)
                return null;
            if (fails == int.MinValue && next == SearchSettings.LowestExponent)
                break;
            next = fitting is null ? Math.Min(next + SearchSettings.Octave, SearchSettings.HighestExponent)
                : fails == int.MinValue ? Math.Max(next - SearchSettings.Octave, SearchSettings.LowestExponent)
                : (fits + fails) / 2;
        }
        return Try(stage, fits, fitting!);
    }

    /// <inheritdoc/>
    public void Tell(double fraction)
    {
        told = fraction;
        run.Reporter.Progress(BudgetSearch.StageName, fraction, Best is null
            ? $"{trials} tried, none fits yet"
            : FormattableString.Invariant($"{trials} tried, best {FileBytes(Best.Stage, Best.Tensors):N0} bytes at {Best.Estimate.Drop:0.00} points"));
    }

    private Candidate Try(EncodingStage stage, int exponent, IReadOnlyList<EncodedTensor> tensors)
    {
        DropEstimate estimate = judge.Estimate(stage.Decoded(tensors));
        Candidate candidate = new(stage, exponent, tensors, estimate, judge.Excess(estimate));
        trials++;
        Tried?.Invoke(candidate);
        if (FileBytes(stage, tensors) <= target && (Best is null || IsBetter(candidate, Best)))
            Best = candidate;
        Tell(told);
        return candidate;
    }

    /// <summary>
    /// Spends what is left of the target: makes one layer after the other finer by a quarter of an octave where that still fits and pays, the ones with the
    /// fewest bytes last.
    /// </summary>
    public void Fill()
    {
        if (Best is not { } best || AtLimit(best.Stage, best.Exponent) is not { } centre)
            return;
        EncodingStage stage = best.Stage;
        foreach (string weight in stage.Weights.OrderByDescending(centre.BytesOf).ToList())
        {
            stage.Move(weight, -1);
            IReadOnlyList<EncodedTensor> tensors = stage.Encode(centre.Exponent);
            if (FileBytes(stage, tensors) <= target && Try(stage, centre.Exponent, tensors) is var moved && IsBetter(moved, centre))
                centre = moved;
            else
                stage.Move(weight, 1);
        }
    }

    /// <summary>Bytes of the whole artifact; what is no section hardly changes with the sections' content, and is measured once a network.</summary>
    private long FileBytes(EncodingStage stage, IReadOnlyList<EncodedTensor> tensors)
    {
        long sections = tensors.Sum(t => (long)t.Bytes);
        if (!overheads.TryGetValue(stage, out long overhead))
            overheads[stage] = overhead = NnzWriter.Length(stage.Network, tensors) - sections + LengthFields * tensors.Count;
        smallest = Math.Min(smallest, overhead + sections);
        return overhead + sections;
    }
}
