using System.Globalization;
using NNCompress.Compression;
using NNCompress.Compression.Metrics;
using NNCompress.Compression.Outside;
using NNCompress.Compression.Sweeping;
using NNCompress.Engines.Training;
using NNCompress.Precision;
using NNCompress.Pruning;
using NNCompress.Pruning.Gates;
using NNCompress.Pruning.Lottery;
using static NNCompress.Tool.CommandLine.Verbs;

namespace NNCompress.Tool.CommandLine;

/// <summary>All options: the one place where the command line meets <see cref="CompressionRequest"/>.</summary>
internal static class Options
{
    private const int DefaultJpegQuality = 75;

    internal const string Data = "Data";

    private const string Budget = "Budget", Pruning = "Pruning", Sweep = "Sweep", Training = "Training", Coding = "Coding", Output = "Output", Run = "Run";

    /// <summary>Verbs that take a file of weights with a graph beside it.</summary>
    private const Verbs Binding = Compress | Prune | Encode | Evaluate | Inspect | Verbs.Show | Verbs.Sweep;

    public static readonly IReadOnlyList<Option> All =
    [
        Value("architecture", "LAYERS", Binding, Data,
            "For a file of weights (.safetensors, .dat, .pt): the layers that it belongs to, as train takes them: mlp:784-300-150-10, conv:1x28x28,c32,p,f,10. Default: encode and inspect need none.",
            nameof(CompressionRequest.Architecture), (r, v) => r with { Architecture = v }),
        Path("graph", Binding, Data,
            "For a file of weights: an .onnx file with the graph that it belongs to; weights are matched by name, else by shape where only one way fits. Default: --architecture.",
            nameof(CompressionRequest.GraphPath), (r, v) => r with { GraphPath = v }),

        Path("data", Running, Data,
            "Data that judges, with the labels or targets that --metric needs: IDX, .npz, .npy, .csv, PyTorch's .pt or CIFAR's .bin, a file or a folder that holds one set; or a folder of images, "
            + "one folder a class, their names in order the labels: PNG and JPEG, other formats with --jpeg-codec imagesharp; resized to the network's input (linear, antialiased, both sides apart), gray where it takes one channel. "
            + "Where a verb calibrates and has no other data, it is split in two by seed: one half searches, the other judges.",
            nameof(CompressionRequest.DataPath), (r, v) => r with { DataPath = v }),
        Path("calibration-data", Compress | Prune | Encode | Verbs.Sweep, Data,
            "Data for statistics and the search; labels optional. Default: --train-data, else half of --data.",
            nameof(CompressionRequest.CalibrationDataPath), (r, v) => r with { CalibrationDataPath = v }),
        Path("train-data", Compress | Prune | Encode | Train | Verbs.Sweep, Data,
            "Training data: what train and --fine-tune learn from; calibrates too when no --calibration-data is given.",
            nameof(CompressionRequest.TrainDataPath), (r, v) => r with { TrainDataPath = v }),
        Value("scale", "DIVISOR", Running, Data,
            "Stored values are divided by this. Default: 255 for bytes, 1 for floating-point data.",
            "DataOptions.Divisor",
            (r, v) => r with { DataOptions = r.DataOptions with { Divisor = OptionValue.Number("scale", v, 0, double.MaxValue, OpenEnd.Low) } }),
        Value("mean", "M[,M…]", Running, Data,
            "Subtracted after the division: one number, or one a channel. Default: 0.",
            "DataOptions.Mean",
            (r, v) => r with { DataOptions = r.DataOptions with { Mean = OptionValue.Numbers("mean", v, positive: false) } }),
        Value("std", "S[,S…]", Running, Data,
            "Divides after the subtraction: one number, or one a channel. Default: 1.",
            "DataOptions.Std",
            (r, v) => r with { DataOptions = r.DataOptions with { Std = OptionValue.Numbers("std", v, positive: true) } }),
        Value("label-column", "NAME|INDEX", Running, Data,
            "CSV only: the label column's header or zero-based number; none for no labels; several separated by commas where --metric measures values. "
            + "Default: the column named label, else the first.",
            "DataOptions.LabelColumn",
            (r, v) => r with { DataOptions = r.DataOptions with { LabelColumn = v } }),

        Value("metric", "METRIC", Measuring, Budget,
            $"What is measured, and what a budget's points are of: {List<Metric>()}. top1, top5: percentage points; mse, mae: percent of the original's error; "
            + "r2, cosine: hundredths; kl: hundredths of a nat. top1 and top5 need class labels, mse, mae and r2 target values; cosine and kl compare with the original "
            + "and need none. With --evaluator it is what candidates are compared by between calls: mse suits networks that give no class scores. Default: top1.",
            nameof(CompressionRequest.Metric), (r, v) => r with { Metric = OptionValue.Choice<Metric>("metric", v) }) with { Values = Names<Metric>() },
        Value("evaluator", "COMMAND", Measuring, Budget,
            "A program that judges in the place of --data: it is run with the path of an ONNX file in the place of {model}, and its last line of output is the figure, a number or "
            + "JSON with one under accuracy or score; more is better, a point is one unit. {role} becomes search or judge, so that it can take other samples for each. No shell reads "
            + "the command; quotes keep blanks together. --data then only calibrates. Default: the engine judges on --data.",
            $"{nameof(CompressionRequest.Evaluator)}.{nameof(EvaluatorSettings.Command)}", (r, v) => r with { Evaluator = r.Evaluator with { Command = OptionValue.Command("evaluator", v) } }),
        Value("evaluator-timeout", "SECONDS", Measuring, Budget,
            $"--evaluator: the longest that one call may take. Default: {EvaluatorSettings.UsualTimeout}.",
            $"{nameof(CompressionRequest.Evaluator)}.{nameof(EvaluatorSettings.Timeout)}",
            (r, v) => r with { Evaluator = r.Evaluator with { Timeout = OptionValue.Number("evaluator-timeout", v, 0, 1e7, OpenEnd.Low) } }),
        Path("reference", Evaluate, Budget,
            "Compare with this .onnx or .nnz file, as cosine and kl must. Default: the model is measured by itself.",
            nameof(CompressionRequest.ReferencePath), (r, v) => r with { ReferencePath = v }),
        Value("accuracy-budget", "POINTS", Compress | Prune | Encode | Verbs.Sweep, Budget,
            "Points that accuracy, or another --metric, may drop: 0.5 lets 88.8 % fall to 88.3 %. Past it nothing is written and the exit code is 3. "
            + "Needs --data or --evaluator. sweep marks the smallest row that keeps it, and ends with exit code 3 where there is none. Default: 0.5 for compress without --target-size; 0.5 for the mark of sweep; else no gate.",
            nameof(CompressionRequest.AccuracyBudget), (r, v) => r with { AccuracyBudget = OptionValue.Number("accuracy-budget", v, 0, double.MaxValue) }),

        Value("target-size", "BYTES", Compress | Encode, Budget,
            "Find the artifact that loses least and has at most so many bytes: 40000, 40k, 40kB, 1.5MB (1k is 1000; 1KiB is 1024). With --accuracy-budget both must hold; "
            + "without, the drop is reported only. Default: the budget decides the size.",
            nameof(CompressionRequest.TargetSize), (r, v) => r with { TargetSize = OptionValue.Bytes("target-size", v) }),

        Path("baseline", Compress | Encode, Budget,
            "The --json report of an earlier run: where the artifact is much larger or worse than that one, nothing is written and the exit code is 3. Default: none.",
            nameof(CompressionRequest.BaselinePath), (r, v) => r with { BaselinePath = v }),
        Value("max-growth", "PERCENT", Compress | Encode, Budget,
            "--baseline: percent by which the artifact may be larger. Default: 1.",
            nameof(CompressionRequest.MaxGrowth), (r, v) => r with { MaxGrowth = OptionValue.Number("max-growth", v, 0, double.MaxValue) }),
        Value("max-fall", "POINTS", Compress | Encode, Budget,
            "--baseline: points by which accuracy, or another --metric, may be worse. Default: 0.1.",
            nameof(CompressionRequest.MaxFall), (r, v) => r with { MaxFall = OptionValue.Number("max-fall", v, 0, double.MaxValue) }),

        Value("method", "METHOD", Verbs.Pruning, Pruning,
            $"What decides which channels leave: {List<PruningMethod>()}. Default: auto, which is reconstruct.",
            nameof(CompressionRequest.Method), (r, v) => r with { Method = OptionValue.Choice<PruningMethod>("method", v) }) with { Values = Names<PruningMethod>() },
        Value("ratio", "SHARE", Compress | Prune, Pruning,
            "Share of the parameters to remove, 0 to below 1. Default: thresholds or the search decide.",
            nameof(CompressionRequest.Ratio), (r, v) => r with { Ratio = OptionValue.Number("ratio", v, 0, 1, OpenEnd.High) }),
        Value("mean-threshold", "MEAN", Compress | Prune, Pruning,
            "--method activation: a channel leaves when the magnitude of its mean activation is below this and …",
            nameof(CompressionRequest.MeanThreshold),
            (r, v) => r with { MeanThreshold = OptionValue.Number("mean-threshold", v, 0, double.MaxValue) }),
        Value("std-threshold", "DEVIATION", Compress | Prune, Pruning,
            "… the deviation of its activation is below this.",
            nameof(CompressionRequest.StdThreshold), (r, v) => r with { StdThreshold = OptionValue.Number("std-threshold", v, 0, double.MaxValue) }),
        Value("threshold", "SCORE", Compress | Prune, Pruning,
            "--method magnitude, apoz or taylor, or lottery with --rank bias: a channel leaves when its score is below this. Taylor's scores are 1 on average.",
            nameof(CompressionRequest.Threshold), (r, v) => r with { Threshold = OptionValue.Number("threshold", v, 0, double.MaxValue) }),
        Value("norm", "NORM", Verbs.Pruning, Pruning,
            $"--method magnitude: what is measured: {List<MagnitudeNorm>()}. Default: l2.",
            nameof(CompressionRequest.Norm), (r, v) => r with { Norm = OptionValue.Choice<MagnitudeNorm>("norm", v) }) with { Values = Names<MagnitudeNorm>() },
        new("prune-inputs", null, Verbs.Pruning, Pruning,
            "Features of the network's input may leave too, through one Gather in front of its first dense layer; the input keeps its shape.",
            "Request.PruneInputs", (i, _) => i with { Request = i.Request with { PruneInputs = true } }),
        Path("initial", Verbs.Pruning, Pruning,
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
        new("unit-norm", "BOOL", Verbs.Pruning, Pruning,
            "--method l1 or l0: hold the norm of each kernel, so that weights cannot grow to make up for shrinking gates: true or false. Default: false; without a value true.",
            "Request.Gates.UnitNorm",
            (i, v) => i with { Request = i.Request with { Gates = i.Request.Gates with { UnitNorm = v is null || OptionValue.Truth("unit-norm", v) } } }, Optional: true) { Values = ["true", "false"] },
        Gated("log-alpha", "VALUE", "--method l0: where the gates' log alpha starts; 0 is open as often as closed. Default: 2.5.",
            nameof(GateSettings.LogAlpha), (g, v) => g with { LogAlpha = OptionValue.Number("log-alpha", v, -10, 10) }),
        Gated("temperature", "START:END", "--method l0: temperature of the gates' distribution at first and in the end. Default: 0.667:0.05.",
            nameof(GateSettings.Temperature), (g, v) => g with { Temperature = OptionValue.Span("temperature", v, 0.001, 100) }),
        Path("plan", Compress | Prune, Pruning,
            "Write which channels left to this JSON file.",
            nameof(CompressionRequest.PlanPath), (r, v) => r with { PlanPath = v }),
        Path("replay", Compress | Prune, Pruning,
            "Repeat the plan in this file instead of choosing channels.",
            nameof(CompressionRequest.ReplayPath), (r, v) => r with { ReplayPath = v }),
        Value("fine-tune", "EPOCHS", Verbs.Pruning, Pruning,
            "Epochs of training after pruning, on --train-data; without labels the original network's answers are learnt. compress trains in rounds of so many epochs: one that fine-tunes, then up to eight "
            + "that take weights out and train on the levels that are stored; where those do not pay, rounds that fine-tune what deeper and deeper pruning leaves. Default: 0.",
            nameof(CompressionRequest.FineTuneEpochs), (r, v) => r with { FineTuneEpochs = OptionValue.Integer("fine-tune", v, 0, 1_000_000) }),
        Value("distil", "SHARE", Verbs.Pruning, Pruning,
            "--fine-tune, --method lottery: share of the original network's answers in what is learnt, from 0 (labels alone) to 1; later rounds of compress "
            + "learn those of the fine-tuned network instead. Default: 0.5, and 1 for those rounds and for data without labels.",
            nameof(CompressionRequest.DistilShare), (r, v) => r with { DistilShare = OptionValue.Number("distil", v, 0, 1) }),

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

        new("reinitialise", null, Train, Training, "Draw new weights by --seed for the .onnx file's graph instead of going on from its own.",
            "Request.Reinitialise", (i, _) => i with { Request = i.Request with { Reinitialise = true } }),
        Trained("epochs", "N", "Passes over the training data. Default: 10; 20 for lottery.",
            nameof(TrainingSettings.Epochs), (t, v) => t with { Epochs = OptionValue.Integer("epochs", v, 1, 1_000_000) }),
        Trained("batch-size", "N", "Samples a step. Default: 64.",
            nameof(TrainingSettings.BatchSize), (t, v) => t with { BatchSize = OptionValue.Integer("batch-size", v, 1, 1_000_000) }),
        Trained("optimiser", "NAME", $"How a gradient becomes a step: {List<OptimiserKind>()}. Default: adam.",
            nameof(TrainingSettings.Optimiser), (t, v) => t with { Optimiser = OptionValue.Choice<OptimiserKind>("optimiser", v) }) with { Values = Names<OptimiserKind>() },
        Trained("learning-rate", "RATE", "The rate that the schedule starts from. Default: 0.001.",
            nameof(TrainingSettings.LearningRate), (t, v) => t with { LearningRate = OptionValue.Number("learning-rate", v, 0, 1000, OpenEnd.Low) }),
        Trained("schedule", "NAME", $"How the rate changes over the epochs: {List<ScheduleKind>()}. Default: cosine.",
            nameof(TrainingSettings.Schedule), (t, v) => t with { Schedule = OptionValue.Choice<ScheduleKind>("schedule", v) }) with { Values = Names<ScheduleKind>() },
        Trained("schedule-epochs", "N", "--schedule step: epochs between two steps. Default: 10.",
            nameof(TrainingSettings.StepEpochs), (t, v) => t with { StepEpochs = OptionValue.Integer("schedule-epochs", v, 1, 1_000_000) }),
        Trained("schedule-factor", "FACTOR", "--schedule step: what each step multiplies the rate by. Default: 0.1.",
            nameof(TrainingSettings.StepFactor), (t, v) => t with { StepFactor = OptionValue.Number("schedule-factor", v, 0, 1000, OpenEnd.Low) }),
        Trained("final-rate", "RATE", "--schedule cosine or linear: where the rate ends. Default: 0.",
            nameof(TrainingSettings.FinalRate), (t, v) => t with { FinalRate = OptionValue.Number("final-rate", v, 0, 1000) }),
        Trained("momentum", "SHARE", "--optimiser sgd: share of the last step that the next one keeps. Default: 0.9.",
            nameof(TrainingSettings.Momentum), (t, v) => t with { Momentum = OptionValue.Number("momentum", v, 0, 1, OpenEnd.High) }),
        Trained("weight-decay", "LAMBDA", "The optimiser's decay of weights; biases and norms have none. Default: 0.",
            nameof(TrainingSettings.WeightDecay), (t, v) => t with { WeightDecay = OptionValue.Number("weight-decay", v, 0, 1000) }),
        Trained("l1", "LAMBDA", "Factor of the sum of the weights' magnitudes in the loss. Default: 0.",
            nameof(TrainingSettings.L1), (t, v) => t with { L1 = OptionValue.Number("l1", v, 0, 1000) }),
        Trained("l2", "LAMBDA", "Factor of half the sum of the weights' squares in the loss. Default: 0.",
            nameof(TrainingSettings.L2), (t, v) => t with { L2 = OptionValue.Number("l2", v, 0, 1000) }),
        Trained("loss", "NAME", $"What training makes small: {List<LossKind>()}. Default: cross-entropy.",
            nameof(TrainingSettings.Loss), (t, v) => t with { Loss = OptionValue.Choice<LossKind>("loss", v) }) with { Values = Names<LossKind>() },
        Trained("patience", "N",
            "Training ends after this many epochs without a better validation figure, and the best weights come back; 0 for never. Default: 0.",
            nameof(TrainingSettings.Patience), (t, v) => t with { Patience = OptionValue.Integer("patience", v, 0, 1_000_000) }),
        Trained("min-delta", "POINTS", "--patience: percentage points of accuracy by which an epoch must be better to count. Default: 0.",
            nameof(TrainingSettings.MinDelta), (t, v) => t with { MinDelta = OptionValue.Number("min-delta", v, 0, 100) }),
        Trained("validation-share", "SHARE",
            "Share of the training data, drawn by seed, that is held out to validate after each epoch, or each round of compress. "
            + "Default: 0.1 with --patience, else 0; a tenth to a third for compress.",
            nameof(TrainingSettings.ValidationShare), (t, v) => t with { ValidationShare = OptionValue.Number("validation-share", v, 0, 1, OpenEnd.High) }),
        Trained("checkpoint", "PATH", "Write the state of training to this file after each epoch and every ten seconds, so that --resume can continue a run that was killed.",
            nameof(TrainingSettings.Checkpoint), (t, v) => t with { Checkpoint = OptionValue.Path("checkpoint", v) }, Train),
        new("resume", null, Train, Training, "Go on from --checkpoint where that file exists; the result is that of a run without a break.",
            "Request.Training.Resume", (i, _) => i with { Request = i.Request with { Training = i.Request.Training with { Resume = true } } }),

        new("jpeg", "QUALITY", Compress | Encode, Coding,
            $"Store weight matrices as JPEG of this quality, 1 to 100; without a number {DefaultJpegQuality}. "
            + "Default: the best coder for each tensor.",
            "Request.JpegQuality",
            (i, v) => i with { Request = i.Request with { JpegQuality = v is null ? DefaultJpegQuality : OptionValue.Integer("jpeg", v, 1, 100) } },
            Optional: true),
        Value("jpeg-codec", "CODEC", Measuring | Prune | Train | Verbs.Show, Coding,
            "What makes JPEG pictures for --jpeg, and reads image formats beyond PNG and baseline JPEG: managed, imagesharp, or the path of a plug-in's assembly. "
            + "Pictures that a search fits to the data, without --jpeg, are always the built-in codec's. Default: managed.",
            nameof(CompressionRequest.JpegCodec), (r, v) => r with { JpegCodec = OptionValue.Plugin("jpeg-codec", v) }),
        Value("matrix", "HxW", Compress | Encode | Verbs.Sweep | Verbs.Show, Coding,
            "How a neuron's weights are seen as a picture, for example 28x28. "
            + "Default: from the flattened input's shape, else the squarest factorisation.",
            nameof(CompressionRequest.Matrix), (r, v) => r with { Matrix = OptionValue.Matrix("matrix", v) }),
        Value("step", "STEP", Encode, Coding,
            "A fixed quantisation step, relative to the standard deviation of each tensor's weights; an eighth takes about five bits a weight. "
            + "Default: the search decides; 0.125 where there is no budget.",
            nameof(CompressionRequest.Step), (r, v) => r with { Step = OptionValue.Number("step", v, 0, double.MaxValue, OpenEnd.Low) }),

        Path("output", Compress | Prune | Encode | Decode | Train | Verbs.Sweep | Verbs.Show, Output,
            "Output file, or a folder if it ends in a slash; of sweep a folder for its rows and curve, NAME.sweep.json and NAME.sweep.svg, or a .svg file for the curve alone; of show a picture, .png or .jpg. "
            + "Default: beside the model, under a name that the verb makes from the model's; sweep writes neither.",
            nameof(CompressionRequest.OutputPath), (r, v) => r with { OutputPath = v }, 'o'),
        Value("onnx-precision", "PRECISION", Compress | Prune | Encode | Decode, Output,
            $"Also write an ONNX file of this precision beside the output, for programs without the decoder: {List<OnnxPrecision>()}. fp16 and int8 write NAME.fp16.onnx and "
            + "NAME.int8.onnx, which the gate judges too; int8 needs data to calibrate. Default: compress writes NAME.compressed.onnx, encode none.",
            nameof(CompressionRequest.OnnxPrecision), (r, v) => r with { OnnxPrecision = OptionValue.Choice<OnnxPrecision>("onnx-precision", v) }) with { Values = Names<OnnxPrecision>() },
        new("save-initial", "PATH", Train, Output,
            "Keep the network before training in this file, for the lottery ticket; without a path beside the output as NAME.initial.onnx. Default: it is not kept.",
            "Request.InitialPath", (i, v) => i with { Request = i.Request with { InitialPath = v is null ? "" : OptionValue.Path("save-initial", v) } }, Optional: true),
        Path("extract", Decode, Output,
            "Also write the JPEG sections as .jpg files into this folder.",
            nameof(CompressionRequest.ExtractPath), (r, v) => r with { ExtractPath = v }),
        Path("predictions", Evaluate, Output,
            "Also write the network's outputs for every sample to this .npy file: float32, samples × outputs.",
            nameof(CompressionRequest.PredictionsPath), (r, v) => r with { PredictionsPath = v }),
        Path("shim", Compress | Encode, Output,
            "Also write C# into this folder: the decoder and a class that decompresses this model.",
            nameof(CompressionRequest.ShimPath), (r, v) => r with { ShimPath = v }),
        Value("namespace", "NAME", Compress | Encode, Output,
            "--shim: the namespace of that class. Default: NNCompress.Models.",
            nameof(CompressionRequest.ShimNamespace), (r, v) => r with { ShimNamespace = OptionValue.Identifier("namespace", v, dotted: true) }),
        Value("class-name", "NAME", Compress | Encode, Output,
            "--shim: the name of that class. Default: made from the model's file name.",
            nameof(CompressionRequest.ShimClassName), (r, v) => r with { ShimClassName = OptionValue.Identifier("class-name", v, dotted: false) }),
        new("project", "PATH", Init, Output, "The .csproj that is to compress the model, or its folder. Default: the only one in the current folder.", nameof(Invocation.ProjectPath),
            (i, v) => i with { ProjectPath = OptionValue.Path("project", v) }),
        Value("tensor", "NAME", Verbs.Show, Output,
            "The weight to draw. Default: those of all layers, beneath each other.",
            $"{nameof(CompressionRequest.Show)}.{nameof(ShowSettings.Tensor)}", (r, v) => r with { Show = r.Show with { Tensor = v } }),
        Value("columns", "N", Verbs.Show, Output,
            "Neurons beside each other. Default: as many as make a weight's block about as wide as high.",
            $"{nameof(CompressionRequest.Show)}.{nameof(ShowSettings.Columns)}", (r, v) => r with { Show = r.Show with { Columns = OptionValue.Integer("columns", v, 1, 65535) } }),
        Value("limit", "N", Verbs.Show, Output,
            $"The most neurons of a weight, the first ones. Default: {ShowSettings.UsualLimit}.",
            $"{nameof(CompressionRequest.Show)}.{nameof(ShowSettings.Limit)}", (r, v) => r with { Show = r.Show with { Limit = OptionValue.Integer("limit", v, 1, int.MaxValue) } }),
        Value("contrast", "WHOSE", Verbs.Show, Output,
            $"Whose largest weight has the strongest colour: {List<PictureContrast>()}. Default: neuron.",
            $"{nameof(CompressionRequest.Show)}.{nameof(ShowSettings.Contrast)}", (r, v) => r with { Show = r.Show with { Contrast = OptionValue.Choice<PictureContrast>("contrast", v) } }),
        Path("report", Measuring, Output,
            "Also write the report as a page for the browser: one .html file that fetches nothing, with the layers, the search's trade-off curve, the neurons' activations and weights as pictures.",
            nameof(CompressionRequest.ReportPath), (r, v) => r with { ReportPath = v }),
        new("json", "PATH", Reporting, Output, "Also write the report to this file as JSON. sweep keeps its rows there as it makes them, and takes up those that it finds.", nameof(Invocation.JsonPath),
            (i, v) => i with { JsonPath = OptionValue.Path("json", v) }),
        new("markdown", "PATH", Reporting, Output, "Also write the report to this file as Markdown. Where GITHUB_STEP_SUMMARY names a file, it is added to that in any case.",
            nameof(Invocation.MarkdownPath), (i, v) => i with { MarkdownPath = OptionValue.Path("markdown", v) }),

        Path("trial-cache", Compress | Encode | Verbs.Sweep, Run,
            "Keep what the search and rounds of training find out in this folder: a run that was cut off goes on where it stood, and one with another budget need not "
            + "try the same again. The result does not depend on it. Default: nothing is kept.",
            nameof(CompressionRequest.TrialCachePath), (r, v) => r with { TrialCachePath = v }),
        Value("seed", "N", Compress | Prune | Encode | Train | Verbs.Sweep, Run,
            "Seed of every draw: splits, samples, initial weights, method random. Default: 0.",
            nameof(CompressionRequest.Seed), (r, v) => r with { Seed = OptionValue.Integer("seed", v, 0, int.MaxValue) }),
        Value("engine", "ENGINE", Running, Run,
            "What runs and trains networks: managed, torchsharp, or the path of a plug-in's assembly. Results of engines differ in the last digits. Default: managed.",
            nameof(CompressionRequest.Engine), (r, v) => r with { Engine = OptionValue.Plugin("engine", v) }),
        Value("device", "DEVICE", Running, Run,
            "--engine: where it computes: cpu, or with torchsharp cuda or cuda:0. Default: cpu.",
            nameof(CompressionRequest.Device), (r, v) => r with { Device = OptionValue.Plugin("device", v) }),
        Value("threads", "N", Running, Run,
            "Threads to use; 0 for one a core. The result does not depend on it. Default: 0.",
            nameof(CompressionRequest.Threads), (r, v) => r with { Threads = OptionValue.Integer("threads", v, 0, 1024) }),
        new("log-format", "FORMAT", Verbs.All, Run,
            $"For whom messages are written: {List<LogFormat>()}. Default: console.", nameof(Invocation.LogFormat),
            (i, v) => i with { LogFormat = OptionValue.Choice<LogFormat>("log-format", v) }) { Values = Names<LogFormat>() },
        new("groups", null, Inspect, Output,
            "Only the groups of channels that leave together: who makes and reads them, parameters a channel, and what holds those that must stay.",
            nameof(Invocation.Groups), (i, _) => i with { Groups = true }),
        new("quiet", null, Verbs.All, Run, "No progress and no report: warnings and errors only.", nameof(Invocation.Quiet),
            (i, _) => i with { Quiet = true }, 'q'),
        new("verbose", null, Verbs.All, Run,
            "More detail: every tensor, layer and group, and the cause of internal errors.", nameof(Invocation.Verbose),
            (i, _) => i with { Verbose = true }, 'v'),
    ];

    /// <summary>The options of one verb; init takes those of compress that a project can give.</summary>
    public static IEnumerable<Option> Of(Verbs verb) => All.Where(o => o.Verbs.HasFlag(verb) || (verb == Init && BuildMetadata.NameOf(o) is not null));

    private static string[] Names<T>()
        where T : struct, Enum => [.. OptionValue.Choices<T>()];

    private static string List<T>()
        where T : struct, Enum => string.Join(", ", Names<T>());

    private static Option Value(
        string name, string value, Verbs verbs, string group, string description, string property,
        Func<CompressionRequest, string?, CompressionRequest> apply) =>
        new(name, value, verbs, group, description, $"Request.{property}", (i, v) => i with { Request = apply(i.Request, v) });

    private static string List<T>(IEnumerable<T> values) => string.Join(',', values.Select(v => string.Create(CultureInfo.InvariantCulture, $"{v}")));

    private static Option Axis(
        string name, string value, string description, string usual, string property, Func<SweepSettings, string?, SweepSettings> apply, bool optional = false) =>
        new(name, value, Verbs.Sweep, Sweep, $"{description} Default: {usual}", $"Request.{nameof(CompressionRequest.Sweep)}.{property}",
            (i, v) => i with { Request = i.Request with { Sweep = apply(i.Request.Sweep, v) } }, Optional: optional);

    private static Option Lottery(
        string name, string value, string description, string property, Func<LotterySettings, string?, LotterySettings> apply) =>
        Value(name, value, Verbs.Pruning, Pruning, $"--method lottery: {description}", $"{nameof(CompressionRequest.Lottery)}.{property}", (r, v) => r with { Lottery = apply(r.Lottery, v) });

    private static Option Gated(string name, string value, string description, string property, Func<GateSettings, string?, GateSettings> apply) =>
        Value(name, value, Verbs.Pruning, Pruning, description, $"{nameof(CompressionRequest.Gates)}.{property}", (r, v) => r with { Gates = apply(r.Gates, v) });

    private static Option Trained(
        string name, string value, string description, string property, Func<TrainingSettings, string?, TrainingSettings> apply, Verbs verbs = Verbs.Training) =>
        Value(name, value, verbs, Training, description, $"{nameof(CompressionRequest.Training)}.{property}", (r, v) => r with { Training = apply(r.Training, v) });

    private static Option Path(
        string name, Verbs verbs, string group, string description, string property,
        Func<CompressionRequest, string, CompressionRequest> apply, char? letter = null) =>
        new(name, "PATH", verbs, group, description, $"Request.{property}",
            (i, v) => i with { Request = apply(i.Request, OptionValue.Path(name, v)) }, letter);
}
