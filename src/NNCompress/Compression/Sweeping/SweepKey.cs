using NNCompress.Compression.Trials;
using NNCompress.Models;
using NNCompress.Pruning;
using NNCompress.Reports;

namespace NNCompress.Compression.Sweeping;

/// <summary>What the rows of a sweep depend on, as hashes.</summary>
internal static class SweepKey
{
    /// <param name="request">The sweep's.</param>
    /// <param name="data">Its samples: what rows are chosen on depends on whether any of them trains.</param>
    /// <param name="network">The model.</param>
    public static SweepInputs Of(CompressionRequest request, SweepData data, Network network)
    {
        // Axes and methods are in the rows themselves; the budget only chooses between them.
        CompressionRequest shaping = request with { Sweep = new SweepSettings(), Method = PruningMethod.Auto, AccuracyBudget = null };
        return new SweepInputs(
            $"{typeof(SweepKey).Assembly.GetName().Version!.ToString(3)} {RunKey.Tool:N}",
            Text(TrialCache.Key("model", network.Digest())),
            Text(TrialCache.Key("data", [.. new[] { data.Roles.Judge, data.Roles.Calibration, data.Roles.Training, data.Statistics, data.Tried }.Select(RunKey.Content)])),
            Text(TrialCache.Key("options", RunKey.OfOptions(shaping), Initial(request.Lottery.InitialPath))));
    }

    /// <summary>The weights that a lottery rewinds to: the only file beside model and data.</summary>
    private static byte[] Initial(string? path) => path is null ? [] : ModelSource.Read(path).Network.Digest();

    private static string Text(byte[] hash) => Convert.ToHexStringLower(hash);
}
