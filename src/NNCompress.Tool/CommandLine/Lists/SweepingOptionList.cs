using NNCompress.Compression.Sweeping;
using NNCompress.Pruning;
using static NNCompress.Tool.CommandLine.OptionKinds;
using static NNCompress.Tool.CommandLine.Verbs;

namespace NNCompress.Tool.CommandLine.Lists;

/// <summary>The axes of a sweep.</summary>
internal static class SweepingOptionList
{
    public static IReadOnlyList<Option> All { get; } =
    [
        Axis("mean-thresholds", "LIST", "--method activation: means to sweep, as --mean-threshold takes one: 0.1,0.2,0.5 or 0.1..0.5:0.1 for steps.", $"{List(SweepSettings.UsualMeanThresholds)}, with --std-thresholds.",
            nameof(SweepSettings.MeanThresholds), (s, v) => s with { MeanThresholds = AxisValue.Numbers("mean-thresholds", v, 0, double.MaxValue) }),
        Axis("std-thresholds", "LIST", "--method activation: deviations to sweep, as --std-threshold takes one, each with each mean.", $"{List(SweepSettings.UsualStdThresholds)}, with --mean-thresholds.",
            nameof(SweepSettings.StdThresholds), (s, v) => s with { StdThresholds = AxisValue.Numbers("std-thresholds", v, 0, double.MaxValue) }),
        Axis("thresholds", "LIST", "--method magnitude, apoz, taylor or lottery: scores to sweep, as --threshold takes one.", "--ratios.",
            nameof(SweepSettings.Thresholds), (s, v) => s with { Thresholds = AxisValue.Numbers("thresholds", v, 0, double.MaxValue) }),
        Axis("ratios", "LIST", "Shares of the parameters to sweep, as --ratio takes one.", "0.1..0.9:0.1 for all methods but activation, and without a list.",
            nameof(SweepSettings.Ratios), (s, v) => s with { Ratios = v is null ? SweepSettings.UsualRatios : AxisValue.Numbers("ratios", v, 0, 1, OpenEnd.High) }, optional: true),
        Axis("qualities", "LIST", "JPEG qualities to sweep, as encode --jpeg takes one; with --budgets, as compress does.", $"not swept; without a list {List(SweepSettings.UsualQualities)}.",
            nameof(SweepSettings.Qualities), (s, v) => s with { Qualities = v is null ? SweepSettings.UsualQualities : AxisValue.Integers("qualities", v, 1, 100) }, optional: true),
        Axis("budgets", "LIST", "Budgets to sweep: each row is what compress makes under one.", $"not swept; without a list {List(SweepSettings.UsualBudgets)}.",
            nameof(SweepSettings.Budgets), (s, v) => s with { Budgets = v is null ? SweepSettings.UsualBudgets : AxisValue.Numbers("budgets", v, 0, double.MaxValue) }, optional: true),
        Axis("methods", "LIST", "Methods to sweep, in the place of --method.", $"not swept; without a list {List(SweepSettings.UsualMethods.Select(AxisValue.NameOf))}.",
            nameof(SweepSettings.Methods), (s, v) => s with { Methods = v is null ? SweepSettings.UsualMethods : AxisValue.Choices<PruningMethod>("methods", v) }, optional: true),
        Axis("shard", "I/N", "Make only every Nth row, from the Ith on, for sweep merge to join: 1/3, 2/3 and 3/3 on three machines.", "all rows.",
            nameof(SweepSettings.Shard), (s, v) => s with { Shard = AxisValue.Shard("shard", v) }),
    ];
}
