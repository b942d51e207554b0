using NNCompress.Compression.Trials;
using NNCompress.Models;
using NNCompress.Reports;

namespace NNCompress.Compression.Sweeping;

/// <summary>What the rows of a sweep depend on, as hashes.</summary>
internal static class SweepKey
{
    public static SweepInputs Of(CompressionRequest request, DataRoles roles, Network network)
    {
        // Axes are in the rows themselves; the budget only chooses between them.
        CompressionRequest shaping = request with { Sweep = new SweepSettings(), AccuracyBudget = null };
        return new SweepInputs(
            $"{typeof(SweepKey).Assembly.GetName().Version!.ToString(3)} {RunKey.Tool:N}",
            Text(TrialCache.Key("model", network.ToBytes())),
            Text(TrialCache.Key("data", [.. new[] { roles.Judge, roles.Calibration, roles.Training }.Select(RunKey.Content)])),
            Text(TrialCache.Key("options", RunKey.OfOptions(shaping), Initial(request.Lottery.InitialPath))));
    }

    /// <summary>The weights that a lottery rewinds to: the only file beside model and data.</summary>
    private static byte[] Initial(string? path) => path is null ? [] : ModelSource.Read(path).Network.ToBytes();

    private static string Text(byte[] hash) => Convert.ToHexStringLower(hash);
}
