using NNCompress.Compression;
using static NNCompress.Tool.CommandLine.OptionKinds;
using static NNCompress.Tool.CommandLine.Verbs;

namespace NNCompress.Tool.CommandLine.Lists;

/// <summary>How a run goes, and what it tells.</summary>
internal static class RunningOptionList
{
    public static IReadOnlyList<Option> All { get; } =
    [
        Path("trial-cache", Compress | Encode | Verbs.Sweep, OptionGroup.Run,
            "Keep what the search and rounds of training find out in this folder: a run that was cut off goes on where it stood, and one with another budget need not "
            + "try the same again. The result does not depend on it. Default: nothing is kept.",
            nameof(CompressionRequest.TrialCachePath), (r, v) => r with { TrialCachePath = v }),
        Value("seed", "N", Compress | Prune | Encode | Train | Verbs.Sweep, OptionGroup.Run,
            "Seed of every draw: splits, samples, initial weights, method random. Default: 0.",
            nameof(CompressionRequest.Seed), (r, v) => r with { Seed = OptionValue.Integer("seed", v, 0, int.MaxValue) }),
        Value("engine", "ENGINE", Running, OptionGroup.Run,
            "What runs and trains networks: managed, torchsharp, or the path of a plug-in's assembly. Results of engines differ in the last digits. Default: managed.",
            nameof(CompressionRequest.Engine), (r, v) => r with { Engine = OptionValue.Plugin("engine", v) }),
        Value("device", "DEVICE", Running, OptionGroup.Run,
            "--engine: where it computes: cpu, or with torchsharp cuda or cuda:0. Default: cpu.",
            nameof(CompressionRequest.Device), (r, v) => r with { Device = OptionValue.Plugin("device", v) }),
        Value("threads", "N", Running, OptionGroup.Run,
            "Threads to use; 0 for one a core. The result does not depend on it. Default: 0.",
            nameof(CompressionRequest.Threads), (r, v) => r with { Threads = OptionValue.Integer("threads", v, 0, 1024) }),
        new("log-format", "FORMAT", Verbs.All, OptionGroup.Run,
            $"For whom messages are written: {List<LogFormat>()}. Default: console.", nameof(Invocation.LogFormat),
            (i, v) => i with { LogFormat = OptionValue.Choice<LogFormat>("log-format", v) }) { Values = Names<LogFormat>() },
        new("groups", null, Inspect, OptionGroup.Output,
            "Only the groups of channels that leave together: who makes and reads them, parameters a channel, and what holds those that must stay.",
            nameof(Invocation.Groups), (i, _) => i with { Groups = true }),
        new("quiet", null, Verbs.All, OptionGroup.Run, "No progress and no report: warnings and errors only.", nameof(Invocation.Quiet),
            (i, _) => i with { Quiet = true }, 'q'),
        new("verbose", null, Verbs.All, OptionGroup.Run,
            "More detail: every tensor, layer and group, and the cause of internal errors.", nameof(Invocation.Verbose),
            (i, _) => i with { Verbose = true }, 'v'),
    ];
}
