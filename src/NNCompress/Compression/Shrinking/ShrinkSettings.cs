using NNCompress.Engines.Training;
using NNCompress.Models;

namespace NNCompress.Compression.Shrinking;

/// <summary>How compression trains, and how far it looks.</summary>
internal static class ShrinkSettings
{
    /// <summary>Of the first round, which only fine-tunes.</summary>
    public static TrainingOptions Tuning { get; } = new()
    {
        Optimiser = OptimiserKind.AdamW,
        Schedule = ScheduleKind.Cosine,
        LearningRate = 1e-3,
        WeightDecay = 0.01,
        BatchSize = 128,
    };

    /// <summary>Of the rounds on the grid: salience takes the weights away, so nothing need decay.</summary>
    public static TrainingOptions Thinning { get; } = Tuning with { LearningRate = 2e-3, WeightDecay = 0 };

    /// <summary>The first round's share of the original's answers, and the other rounds' share of the first round's, unless told otherwise.</summary>
    public const double FirstTeacherShare = 0.5, TeacherShare = 1;

    /// <summary>Rounds on the grid, at most.</summary>
    public const int MostRounds = 8;

    /// <summary>Rounds towards a given size, at most, and how far below it each goes after one that ended above.</summary>
    public const int MostAttempts = 3;

    /// <inheritdoc cref="MostAttempts"/>
    public const double Undershoot = 0.98;

    /// <summary>What the first round on the grid may take, of the bytes that are known to hold without training.</summary>
    public const double FirstShare = 0.9;

    /// <summary>Above this share of the bytes that hold without training, steps of their own for all layers make that candidate the smaller one.</summary>
    public const double WorthIt = 0.9;

    /// <summary>What each round may take, of the bytes of the one before, until one fails.</summary>
    public const double NextShare = 0.6;

    /// <summary>A size that passes and one that fails this close together end the search.</summary>
    public const double CloseEnough = 1.12;

    /// <summary>How much of the way to where the drop is expected to reach what is allowed a round after a failure goes.</summary>
    public const double Caution = 0.9;

    /// <summary>Share of a round's steps over which weights leave; the rest trains those that stay.</summary>
    public const double Ramp = 0.5;

    /// <summary>How often, over the ramp, it is decided anew which weights leave.</summary>
    public const int Decisions = 40;

    /// <summary>Step of a tensor's grid, in root mean squares of the weights that are left.</summary>
    public const double StepShare = 0.4;

    /// <summary>Of the parameters that hold without training, and then of those that each round has left, the share that leaves before fine-tuning makes up for it.</summary>
    public const double DeeperShare = 0.25;

    /// <summary>How often in a row that may make nothing smaller: what leaves first may have cost few bytes.</summary>
    public const int MostInVain = 2;

    /// <summary>
    /// Samples held out of the training data to tell how far a round may go: a tenth, but enough to tell half a point or, where a search tries its candidates
    /// on few, to confirm what it finds on others; at most a third.
    /// </summary>
    public static int HeldOut(int samples, Network network)
    {
        int trials = SearchSettings.TrialSamples(network);
        return (int)Math.Min(Math.Max(samples / 10.0, trials < SearchSettings.UnconfirmedFrom ? 3.0 * trials : 3000), samples / 3.0);
    }
}
