using NNCompress.Coding;
using NNCompress.Pruning;

namespace NNCompress.Compression.Outside;

/// <summary>
/// Looks, by the user's program alone, for the smallest artifact of a network that the engine cannot run or has no data for: the coarsest step of the whole network, then
/// that of networks with growing shares removed, as long as that pays.
/// </summary>
internal sealed class PlainSearch(RunContext run, ProgramTrials trials)
{
    /// <summary>Shares of the parameters to try removing: what nothing makes up for is missed soon.</summary>
    public static readonly double[] Ratios = [0, 0.1, 0.2, 0.35, 0.5, 0.65];

    /// <summary>First step: half the deviation, about three bits a weight.</summary>
    private const int FirstExponent = 8;

    /// <param name="source">Gives the network with at least that share of its parameters removed.</param>
    /// <param name="ratios">Shares to try, growing.</param>
    /// <returns>The smallest that passes or, where none does, the one that lost least.</returns>
    public ProgramTrial Run(Func<double, PrunedNetwork> source, IReadOnlyList<double> ratios)
    {
        int exponent = FirstExponent;
        foreach (double ratio in ratios)
        {
            PlainStage stage = Stage(source(ratio));
            // A share more is worth a call only where it would be the smallest at hand: from the finest step that is, towards coarser ones.
            bool first = trials.Best is null;
            int start = first ? exponent : Smaller(stage, exponent, trials.Best!.Bytes);
            if (!trials.AreLeft || start > ProgramTrials.HighestExponent || trials.Coarsest(stage, start, finer: first) is not { } passing)
                break;
            exponent = passing.Exponent;
        }
        return trials.Outcome;
    }

    /// <summary>For each share the finest step that fits; the one of them that loses least.</summary>
    /// <param name="source">As of <see cref="Run"/>.</param>
    /// <param name="ratios">Shares to try, growing.</param>
    /// <param name="target">The most bytes that the whole file may have.</param>
    /// <exception cref="NncException">NNC3002: nothing fits.</exception>
    public ProgramTrial RunTo(Func<double, PrunedNetwork> source, IReadOnlyList<double> ratios, long target)
    {
        ProgramTrial? best = null;
        long smallest = long.MaxValue;
        foreach (double ratio in ratios)
        {
            PlainStage stage = Stage(source(ratio));
            if (Fitting(stage, target, ref smallest) is not { } exponent)
                continue;
            ProgramTrial trial = trials.Try(stage, exponent);
            if (best is not null && trial.Estimate.Drop >= best.Estimate.Drop)
                break;
            best = trial;
        }
        return best ?? throw TargetSearch.TooSmall(run.Request.ModelPath, target, smallest);
    }

    /// <summary>Where a JPEG quality is asked for, the layers that can be pictures are fixed.</summary>
    private PlainStage Stage(PrunedNetwork pruned) => new(pruned, run.Request.JpegQuality is not { } quality ? []
        : [.. JpegLayers.Of(Dependencies.Of(pruned.Network)).Select(l => JpegTensors.Smaller(pruned.Network, l, quality, run.Request.Matrix, run.JpegCodec))]);

    /// <summary>The finest step from here on that takes fewer bytes.</summary>
    private static int Smaller(PlainStage stage, int exponent, long than)
    {
        int finest = exponent;
        // Finer than the last share's step only where that still is smaller.
        while (finest > ProgramTrials.LowestExponent && Bytes(stage.Encode(finest - 1)) < than)
            finest--;
        while (finest <= ProgramTrials.HighestExponent && Bytes(stage.Encode(finest)) >= than)
            finest++;
        return finest;
    }

    /// <summary>The finest step at which the whole file fits; null where none does.</summary>
    private int? Fitting(PlainStage stage, long target, ref long smallest)
    {
        int low = ProgramTrials.LowestExponent, high = ProgramTrials.HighestExponent;
        long least = NnzWriter.Length(stage.Pruned.Network, stage.Encode(high));
        smallest = Math.Min(smallest, least);
        if (least > target)
            return null;
        while (high - low > 1)
        {
            run.Cancellation.ThrowIfCancellationRequested();
            int middle = (low + high) / 2;
            if (NnzWriter.Length(stage.Pruned.Network, stage.Encode(middle)) <= target)
                high = middle;
            else
                low = middle;
        }
        return high;
    }

    private static long Bytes(IReadOnlyList<EncodedTensor> tensors) => tensors.Sum(t => (long)t.Bytes);
}
