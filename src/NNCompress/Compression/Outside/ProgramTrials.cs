using NNCompress.Coding;
using NNCompress.Compression.Trials;

namespace NNCompress.Compression.Outside;

/// <summary>Measures encoded networks with the user's program, as few as will do: each call may take minutes.</summary>
/// <param name="run">Told what has been found.</param>
/// <param name="judge">Asks the program.</param>
internal sealed class ProgramTrials(RunContext run, ICandidateJudge judge)
{
    /// <summary>Networks that one search may have measured.</summary>
    public const int Most = 22;

    private readonly HashSet<string> seen = [];

    /// <summary>Bounds of the common step, in quarter octaves.</summary>
    public const int LowestExponent = SearchSettings.LowestExponent, HighestExponent = SearchSettings.HighestExponent;

    private ProgramTrial? closest;

    public bool AreLeft => seen.Count < Most;

    /// <summary>The smallest that passes; null where none has.</summary>
    public ProgramTrial? Best { get; private set; }

    /// <summary>The best or, where none passes, the one that lost least.</summary>
    public ProgramTrial Outcome => Best ?? closest ?? throw new InvalidOperationException("Nothing has been tried.");

    public ProgramTrial Try(PlainStage stage, int exponent) => Try(stage, exponent, stage.Encode(exponent));

    /// <summary>As <see cref="Try(PlainStage, int)"/>, with tensors that are encoded already.</summary>
    public ProgramTrial Try(PlainStage stage, int exponent, IReadOnlyList<EncodedTensor> tensors)
    {
        run.Reporter.Progress(BudgetSearch.StageName, (double)seen.Count / Most, Best is null
            ? $"{seen.Count} measured, none passes yet"
            : FormattableString.Invariant($"{seen.Count} measured, best {Best.Bytes:N0} bytes at {Best.Estimate.Drop:0.00} points"));
        DropEstimate estimate = judge.Estimate(stage.Decoded(tensors));
        ProgramTrial trial = new(stage, exponent, tensors, estimate, judge.Excess(estimate));
        if (closest is null || trial.Excess < closest.Excess)
            closest = trial;
        if (trial.Passes && (Best is null || trial.Bytes < Best.Bytes))
            Best = trial;
        // The program is not asked twice for the same network.
        if (seen.Add(string.Concat(tensors.Select(t => Convert.ToHexString(TrialCache.Key("tensor", t.Payload))))))
        {
            run.Details?.Tried(stage.Pruned.Network, trial.Bytes, estimate, trial.Passes);
            run.Reporter.Info(FormattableString.Invariant($"measured {seen.Count}: {trial.Bytes:N0} bytes, drop {estimate.Drop:0.00} points{(trial.Passes ? "" : ", too much")}"));
        }
        return trial;
    }

    /// <summary>
    /// The coarsest step that passes, to a quarter octave: an octave on while the answer stays the same, two after the second, then halves of the gap. Null where none does,
    /// or no call is left before one has.
    /// </summary>
    /// <param name="stage">The network.</param>
    /// <param name="start">Where to look first.</param>
    /// <param name="finer">Whether to look at finer steps where that one fails.</param>
    public ProgramTrial? Coarsest(PlainStage stage, int start, bool finer = true)
    {
        ProgramTrial? passing = null, failing = null;
        int next = start, stride = SearchSettings.Octave, turns = 0;
        while (AreLeft && next is >= LowestExponent and <= HighestExponent)
        {
            ProgramTrial trial = Try(stage, next);
            if (trial.Passes)
                passing = trial;
            else
                failing = trial;
            if (passing is null && !finer)
                break;
            if (passing is not null && failing is not null && failing.Exponent - passing.Exponent <= 1)
                break;
            if (++turns == 2)
                stride *= 2;
            next = passing is null ? next - stride : failing is null ? next + stride : (passing.Exponent + failing.Exponent) / 2;
        }
        return passing;
    }
}
