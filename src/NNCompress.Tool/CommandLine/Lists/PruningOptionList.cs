using NNCompress.Compression;
using NNCompress.Pruning;
using NNCompress.Pruning.Gates;
using NNCompress.Pruning.Lottery;
using static NNCompress.Tool.CommandLine.OptionKinds;
using static NNCompress.Tool.CommandLine.Verbs;

namespace NNCompress.Tool.CommandLine.Lists;

/// <summary>What leaves, and what trains afterwards.</summary>
internal static class PruningOptionList
{
    public static IReadOnlyList<Option> All { get; } =
    [
        Value("method", "METHOD", Verbs.Pruning, OptionGroup.Pruning,
            $"What decides which channels leave: {List<PruningMethod>()}. Default: auto, which is reconstruct.",
            nameof(CompressionRequest.Method), (r, v) => r with { Method = OptionValue.Choice<PruningMethod>("method", v) }) with { Values = Names<PruningMethod>() },
        Value("ratio", "SHARE", Compress | Prune, OptionGroup.Pruning,
            "Share of the parameters to remove, 0 to below 1. Default: thresholds or the search decide.",
            nameof(CompressionRequest.Ratio), (r, v) => r with { Ratio = OptionValue.Number("ratio", v, 0, 1, OpenEnd.High) }),
        Value("mean-threshold", "MEAN", Compress | Prune, OptionGroup.Pruning,
            "--method activation: a channel leaves when the magnitude of its mean activation is below this and …",
            nameof(CompressionRequest.MeanThreshold),
            (r, v) => r with { MeanThreshold = OptionValue.Number("mean-threshold", v, 0, double.MaxValue) }),
        Value("std-threshold", "DEVIATION", Compress | Prune, OptionGroup.Pruning,
            "… the deviation of its activation is below this.",
            nameof(CompressionRequest.StdThreshold), (r, v) => r with { StdThreshold = OptionValue.Number("std-threshold", v, 0, double.MaxValue) }),
        Value("threshold", "SCORE", Compress | Prune, OptionGroup.Pruning,
            "--method magnitude, apoz or taylor, or lottery with --rank bias: a channel leaves when its score is below this. Taylor's scores are 1 on average.",
            nameof(CompressionRequest.Threshold), (r, v) => r with { Threshold = OptionValue.Number("threshold", v, 0, double.MaxValue) }),
        Value("norm", "NORM", Verbs.Pruning, OptionGroup.Pruning,
            $"--method magnitude: what is measured: {List<MagnitudeNorm>()}. Default: l2.",
            nameof(CompressionRequest.Norm), (r, v) => r with { Norm = OptionValue.Choice<MagnitudeNorm>("norm", v) }) with { Values = Names<MagnitudeNorm>() },
        new("prune-inputs", null, Verbs.Pruning, OptionGroup.Pruning,
            "Features of the network's input may leave too, through one Gather in front of its first dense layer; the input keeps its shape.",
            "Request.PruneInputs", (i, _) => i with { Request = i.Request with { PruneInputs = true } }),
        Path("initial", Verbs.Pruning, OptionGroup.Pruning,
            "--method lottery: the weights that the model was trained from, as train --save-initial writes them. Default: the model's own weights are the initial ones.",
            "Lottery.InitialPath", (r, v) => r with { Lottery = r.Lottery with { InitialPath = v } }),
        Lottery("rounds", "N", "prunings, each followed by a training. Default: 3.",
            nameof(LotterySettings.Rounds), (l, v) => l with { Rounds = OptionValue.Integer("rounds", v, 1, 1000) }),
        Lottery("round-epochs", "N", "epochs of each training but the first and the last. Default: --epochs.",
            nameof(LotterySettings.RoundEpochs), (l, v) => l with { RoundEpochs = OptionValue.Integer("round-epochs", v, 1, 1_000_000) }),
        Lottery("rewind", "TO", $"where the survivors start each training from: {List<LotteryRewind>()}. With none the model must be a trained one. Default: initial.",
            nameof(LotterySettings.Rewind), (l, v) => l with { Rewind = OptionValue.Choice<LotteryRewind>("rewind", v) }) with { Values = Names<LotteryRewind>() },
        Lottery("rewind-step", "K", "--rewind early: the step of the first training whose weights are kept. Default: 1000.",
            nameof(LotterySettings.RewindStep), (l, v) => l with { RewindStep = OptionValue.Integer("rewind-step", v, 0, int.MaxValue) }),
        Lottery("granularity", "WHAT", $"what leaves: {List<LotteryGranularity>()}. Single weights stay in the file as zeros. Default: neuron.",
            nameof(LotterySettings.Granularity), (l, v) => l with { Granularity = OptionValue.Choice<LotteryGranularity>("granularity", v) }) with { Values = Names<LotteryGranularity>() },
        Lottery("rank", "BY", $"what decides who leaves: {List<LotteryRank>()}. Default: auto, which is reconstruct for neurons and contribution for weights.",
            nameof(LotterySettings.Rank), (l, v) => l with { Rank = OptionValue.Choice<LotteryRank>("rank", v) }) with { Values = Names<LotteryRank>() },
        Gated("gate-position", "SIDE",
            $"--method l1 or l0: where a channel's gate stands: {List<GatePosition>()} the activation, in either case behind batch norm. Default: after.",
            nameof(GateSettings.Position), (g, v) => g with { Position = OptionValue.Choice<GatePosition>("gate-position", v) }) with { Values = Names<GatePosition>() },
        Gated("lambda", "LAMBDA",
            "--method l1 or l0: price of an average channel's gate; with l0 and --ratio, where the price starts, which is then adapted. Default: 0.001 for l1, 0.005 for l0.",
            nameof(GateSettings.Lambda), (g, v) => g with { Lambda = OptionValue.Number("lambda", v, 0, 1e6) }),
        Gated("layer-lambda", "NAME=LAMBDA[,…]",
            "Prices of single layers' or branches' gates, by the names of the groups that inspect lists. Default: --lambda, more where a channel holds more parameters.",
            nameof(GateSettings.LayerLambdas), (g, v) => g with { LayerLambdas = OptionValue.NamedNumbers("layer-lambda", v, 0, 1e6) }),
        Gated("snap", "GATE", "--method l1: a gate that falls below this becomes 0 for good. Default: 0.05.",
            nameof(GateSettings.Snap), (g, v) => g with { Snap = OptionValue.Number("snap", v, 0, 1, OpenEnd.High) }),
        Gated("push-pull", "STEPS|epoch", "--method l1 or l0: train weights and gates in turn, each for that many steps. Default: together.",
            nameof(GateSettings.PushPull), (g, v) => g with { PushPull = string.Equals(v, "epoch", StringComparison.OrdinalIgnoreCase) ? 0 : OptionValue.Integer("push-pull", v, 1, 1_000_000) }),
        new("unit-norm", "BOOL", Verbs.Pruning, OptionGroup.Pruning,
            "--method l1 or l0: hold the norm of each kernel, so that weights cannot grow to make up for shrinking gates: true or false. Default: false; without a value true.",
            "Request.Gates.UnitNorm",
            (i, v) => i with { Request = i.Request with { Gates = i.Request.Gates with { UnitNorm = v is null || OptionValue.Truth("unit-norm", v) } } }, Optional: true) { Values = ["true", "false"] },
        Gated("log-alpha", "VALUE", "--method l0: where the gates' log alpha starts; 0 is open as often as closed. Default: 2.5.",
            nameof(GateSettings.LogAlpha), (g, v) => g with { LogAlpha = OptionValue.Number("log-alpha", v, -10, 10) }),
        Gated("temperature", "START:END", "--method l0: temperature of the gates' distribution at first and in the end. Default: 0.667:0.05.",
            nameof(GateSettings.Temperature), (g, v) => g with { Temperature = OptionValue.Span("temperature", v, 0.001, 100) }),
        Path("plan", Compress | Prune, OptionGroup.Pruning,
            "Write which channels left to this JSON file.",
            nameof(CompressionRequest.PlanPath), (r, v) => r with { PlanPath = v }),
        Path("replay", Compress | Prune, OptionGroup.Pruning,
            "Repeat the plan in this file instead of choosing channels.",
            nameof(CompressionRequest.ReplayPath), (r, v) => r with { ReplayPath = v }),
        Value("fine-tune", "EPOCHS", Verbs.Pruning, OptionGroup.Pruning,
            "Epochs of training after pruning, on --train-data; without labels the original network's answers are learnt. compress trains in rounds of so many epochs: one that fine-tunes, then up to eight "
            + "that take weights out and train on the levels that are stored; where those do not pay, rounds that fine-tune what deeper and deeper pruning leaves. Default: 0.",
            nameof(CompressionRequest.FineTuneEpochs), (r, v) => r with { FineTuneEpochs = OptionValue.Integer("fine-tune", v, 0, 1_000_000) }),
        Value("distil", "SHARE", Verbs.Pruning, OptionGroup.Pruning,
            "--fine-tune, --method lottery: share of the original network's answers in what is learnt, from 0 (labels alone) to 1; later rounds of compress "
            + "learn those of the fine-tuned network instead. Default: 0.5, and 1 for those rounds and for data without labels.",
            nameof(CompressionRequest.DistilShare), (r, v) => r with { DistilShare = OptionValue.Number("distil", v, 0, 1) }),
    ];
}
