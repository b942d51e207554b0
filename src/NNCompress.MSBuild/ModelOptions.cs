using System.Collections.Generic;
using System.IO;
using System.Linq;
using Microsoft.Build.Framework;

namespace NNCompress.MSBuild;

/// <summary>The one table between item metadata and the tool's command line.</summary>
internal static class ModelOptions
{
    public const string Jpeg = "Jpeg", JpegQuality = "JpegQuality", Report = "Report";

    public static readonly IReadOnlyList<ModelOption> All = new[]
    {
        new ModelOption("Architecture", "architecture", "Architecture"),
        new ModelOption("Graph", "graph", "GraphPath", OptionKind.Path),
        new ModelOption("Data", "data", "DataPath", OptionKind.Path),
        new ModelOption("CalibrationData", "calibration-data", "CalibrationDataPath", OptionKind.Path),
        new ModelOption("TrainingData", "train-data", "TrainDataPath", OptionKind.Path),
        new ModelOption("Scale", "scale", "DataOptions.Divisor"),
        new ModelOption("Mean", "mean", "DataOptions.Mean"),
        new ModelOption("Std", "std", "DataOptions.Std"),
        new ModelOption("LabelColumn", "label-column", "DataOptions.LabelColumn"),
        new ModelOption("Metric", "metric", "Metric"),
        new ModelOption("Evaluator", "evaluator", "Evaluator.Command", OptionKind.Command),
        new ModelOption("EvaluatorTimeout", "evaluator-timeout", "Evaluator.Timeout", OptionKind.Resource),
        new ModelOption("AccuracyBudget", "accuracy-budget", "AccuracyBudget"),
        new ModelOption("TargetSize", "target-size", "TargetSize"),
        new ModelOption("Baseline", "baseline", "BaselinePath", OptionKind.Path),
        new ModelOption("MaxGrowth", "max-growth", "MaxGrowth"),
        new ModelOption("MaxFall", "max-fall", "MaxFall"),
        new ModelOption("Method", "method", "Method"),
        new ModelOption("Ratio", "ratio", "Ratio"),
        new ModelOption("MeanThreshold", "mean-threshold", "MeanThreshold"),
        new ModelOption("StdThreshold", "std-threshold", "StdThreshold"),
        new ModelOption("Threshold", "threshold", "Threshold"),
        new ModelOption("Norm", "norm", "Norm"),
        new ModelOption("PruneInputs", "prune-inputs", "PruneInputs", OptionKind.Flag),
        new ModelOption("Initial", "initial", "Lottery.InitialPath", OptionKind.Path),
        new ModelOption("Rounds", "rounds", "Lottery.Rounds"),
        new ModelOption("RoundEpochs", "round-epochs", "Lottery.RoundEpochs"),
        new ModelOption("Rewind", "rewind", "Lottery.Rewind"),
        new ModelOption("RewindStep", "rewind-step", "Lottery.RewindStep"),
        new ModelOption("Granularity", "granularity", "Lottery.Granularity"),
        new ModelOption("Rank", "rank", "Lottery.Rank"),
        new ModelOption("GatePosition", "gate-position", "Gates.Position"),
        new ModelOption("Lambda", "lambda", "Gates.Lambda"),
        new ModelOption("LayerLambda", "layer-lambda", "Gates.LayerLambdas"),
        new ModelOption("Snap", "snap", "Gates.Snap"),
        new ModelOption("PushPull", "push-pull", "Gates.PushPull"),
        new ModelOption("UnitNorm", "unit-norm", "Gates.UnitNorm"),
        new ModelOption("LogAlpha", "log-alpha", "Gates.LogAlpha"),
        new ModelOption("Temperature", "temperature", "Gates.Temperature"),
        new ModelOption("FineTune", "fine-tune", "FineTuneEpochs"),
        new ModelOption("Distil", "distil", "DistilShare"),
        new ModelOption("Replay", "replay", "ReplayPath", OptionKind.Path),
        new ModelOption("Epochs", "epochs", "Training.Epochs"),
        new ModelOption("BatchSize", "batch-size", "Training.BatchSize"),
        new ModelOption("Optimiser", "optimiser", "Training.Optimiser"),
        new ModelOption("LearningRate", "learning-rate", "Training.LearningRate"),
        new ModelOption("Schedule", "schedule", "Training.Schedule"),
        new ModelOption("ScheduleEpochs", "schedule-epochs", "Training.StepEpochs"),
        new ModelOption("ScheduleFactor", "schedule-factor", "Training.StepFactor"),
        new ModelOption("FinalRate", "final-rate", "Training.FinalRate"),
        new ModelOption("Momentum", "momentum", "Training.Momentum"),
        new ModelOption("WeightDecay", "weight-decay", "Training.WeightDecay"),
        new ModelOption("L1", "l1", "Training.L1"),
        new ModelOption("L2", "l2", "Training.L2"),
        new ModelOption("Loss", "loss", "Training.Loss"),
        new ModelOption("Patience", "patience", "Training.Patience"),
        new ModelOption("MinDelta", "min-delta", "Training.MinDelta"),
        new ModelOption("ValidationShare", "validation-share", "Training.ValidationShare"),
        new ModelOption(JpegQuality, "jpeg", "JpegQuality"),
        new ModelOption("JpegCodec", "jpeg-codec", "JpegCodec", OptionKind.Plugin),
        new ModelOption("Matrix", "matrix", "Matrix"),
        new ModelOption("OnnxPrecision", "onnx-precision", "OnnxPrecision"),
        new ModelOption(Report, "report", "ReportPath", OptionKind.Output),
        new ModelOption("Seed", "seed", "Seed"),
        new ModelOption("TrialCache", "trial-cache", "TrialCachePath", OptionKind.Resource),
        new ModelOption("Engine", "engine", "Engine", OptionKind.Plugin),
        new ModelOption("Device", "device", "Device"),
        new ModelOption("Threads", "threads", "Threads", OptionKind.Resource),
    };

    /// <summary>The options that an item gives, with their values; paths are made absolute.</summary>
    /// <param name="model">A <c>PruneModel</c> item.</param>
    /// <param name="folder">What relative paths are relative to.</param>
    public static IEnumerable<KeyValuePair<ModelOption, string>> Given(ITaskItem model, string folder)
    {
        foreach (ModelOption option in All)
        {
            string value = option.Metadata == JpegQuality ? Quality(model) : model.GetMetadata(option.Metadata).Trim();
            if (option.Kind is OptionKind.Path or OptionKind.Output && value.Length > 0)
                value = Path.GetFullPath(Path.Combine(folder, value));
            if (option.Kind == OptionKind.Plugin && PluginFiles.IsPath(value))
                value = Path.GetFullPath(Path.Combine(folder, value));
            if (value.Length > 0 && !(option.Kind == OptionKind.Flag && IsFalse(value)))
                yield return new KeyValuePair<ModelOption, string>(option, value);
        }
    }

    /// <summary>Where the tool puts the page that the item asks for; empty for none.</summary>
    public static string PageOf(ITaskItem model, string folder) =>
        model.GetMetadata(Report).Trim() is { Length: > 0 } path ? Path.GetFullPath(Path.Combine(folder, path)) : "";

    /// <summary>As the tool takes them: <c>--data=PATH</c>; <c>--jpeg</c> may stand without a value.</summary>
    public static IEnumerable<string> Arguments(ITaskItem model, string folder) =>
        Given(model, folder).Select(given => Argument(given.Key, given.Value));

    public static string Argument(ModelOption option, string value) =>
        (option.Metadata == JpegQuality || option.Kind == OptionKind.Flag) && IsTrue(value) ? $"--{option.Name}" : $"--{option.Name}={value}";

    public static bool IsTrue(string value) => string.Equals(value, "true", System.StringComparison.OrdinalIgnoreCase);

    public static bool IsFalse(string value) => string.Equals(value, "false", System.StringComparison.OrdinalIgnoreCase);

    /// <summary><c>Jpeg</c> switches (true, false) or gives the quality itself; <c>JpegQuality</c> gives the quality.</summary>
    private static string Quality(ITaskItem model)
    {
        string jpeg = model.GetMetadata(Jpeg).Trim(), quality = model.GetMetadata(JpegQuality).Trim();
        return IsFalse(jpeg) ? "" : quality.Length > 0 ? quality : jpeg;
    }
}
