using System.Globalization;
using NNCompress.Compression;
using NNCompress.Compression.Sweeping;

namespace NNCompress.Tool.CommandLine;

/// <summary>Makes options that set one thing in the request.</summary>
internal static class OptionKinds
{
    public static string[] Names<T>()
        where T : struct, Enum => [.. OptionValue.Choices<T>()];

    public static string List<T>()
        where T : struct, Enum => string.Join(", ", Names<T>());

    public static Option Value(
        string name, string value, Verbs verbs, string group, string description, string property,
        Func<CompressionRequest, string?, CompressionRequest> apply) =>
        new(name, value, verbs, group, description, $"Request.{property}", (i, v) => i with { Request = apply(i.Request, v) });

    public static string List<T>(IEnumerable<T> values) => string.Join(',', values.Select(v => string.Create(CultureInfo.InvariantCulture, $"{v}")));

    public static Option Axis(
        string name, string value, string description, string usual, string property, Func<SweepSettings, string?, SweepSettings> apply, bool optional = false) =>
        new(name, value, Verbs.Sweep, OptionGroup.Sweep, $"{description} Default: {usual}", $"Request.{nameof(CompressionRequest.Sweep)}.{property}",
            (i, v) => i with { Request = i.Request with { Sweep = apply(i.Request.Sweep, v) } }, Optional: optional);

    public static Option Lottery(
        string name, string value, string description, string property, Func<LotterySettings, string?, LotterySettings> apply) =>
        Value(name, value, Verbs.Pruning, OptionGroup.Pruning, $"--method lottery: {description}", $"{nameof(CompressionRequest.Lottery)}.{property}", (r, v) => r with { Lottery = apply(r.Lottery, v) });

    public static Option Gated(string name, string value, string description, string property, Func<GateSettings, string?, GateSettings> apply) =>
        Value(name, value, Verbs.Pruning, OptionGroup.Pruning, description, $"{nameof(CompressionRequest.Gates)}.{property}", (r, v) => r with { Gates = apply(r.Gates, v) });

    public static Option Trained(
        string name, string value, string description, string property, Func<TrainingSettings, string?, TrainingSettings> apply, Verbs verbs = Verbs.Training) =>
        Value(name, value, verbs, OptionGroup.Training, description, $"{nameof(CompressionRequest.Training)}.{property}", (r, v) => r with { Training = apply(r.Training, v) });

    public static Option Path(
        string name, Verbs verbs, string group, string description, string property,
        Func<CompressionRequest, string, CompressionRequest> apply, char? letter = null) =>
        new(name, "PATH", verbs, group, description, $"Request.{property}",
            (i, v) => i with { Request = apply(i.Request, OptionValue.Path(name, v)) }, letter);
}
