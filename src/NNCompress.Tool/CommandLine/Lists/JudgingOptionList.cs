using NNCompress.Compression;
using NNCompress.Compression.Metrics;
using NNCompress.Compression.Outside;
using static NNCompress.Tool.CommandLine.OptionKinds;
using static NNCompress.Tool.CommandLine.Verbs;

namespace NNCompress.Tool.CommandLine.Lists;

/// <summary>How results are judged, and what they are held to.</summary>
internal static class JudgingOptionList
{
    public static IReadOnlyList<Option> All { get; } =
    [
        Value("metric", "METRIC", Measuring, OptionGroup.Budget,
            $"What is measured, and what a budget's points are of: {List<Metric>()}. top1, top5: percentage points; mse, mae: percent of the original's error; "
            + "r2, cosine: hundredths; kl: hundredths of a nat. top1 and top5 need class labels, mse, mae and r2 target values; cosine and kl compare with the original "
            + "and need none. With --evaluator it is what candidates are compared by between calls: mse suits networks that give no class scores. Default: top1.",
            nameof(CompressionRequest.Metric), (r, v) => r with { Metric = OptionValue.Choice<Metric>("metric", v) }) with { Values = Names<Metric>() },
        Value("evaluator", "COMMAND", Measuring, OptionGroup.Budget,
            "A program that judges in the place of --data: it is run with the path of an ONNX file in the place of {model}, and its last line of output is the figure, a number or "
            + "JSON with one under accuracy or score; more is better, a point is one unit. {role} becomes search or judge, so that it can take other samples for each. No shell reads "
            + "the command; quotes keep blanks together. --data then only calibrates. Default: the engine judges on --data.",
            $"{nameof(CompressionRequest.Evaluator)}.{nameof(EvaluatorSettings.Command)}", (r, v) => r with { Evaluator = r.Evaluator with { Command = OptionValue.Command("evaluator", v) } }),
        Value("evaluator-timeout", "SECONDS", Measuring, OptionGroup.Budget,
            $"--evaluator: the longest that one call may take. Default: {EvaluatorSettings.UsualTimeout}.",
            $"{nameof(CompressionRequest.Evaluator)}.{nameof(EvaluatorSettings.Timeout)}",
            (r, v) => r with { Evaluator = r.Evaluator with { Timeout = OptionValue.Number("evaluator-timeout", v, 0, 1e7, OpenEnd.Low) } }),
        Path("reference", Evaluate, OptionGroup.Budget,
            "Compare with this .onnx or .nnz file, as cosine and kl must. Default: the model is measured by itself.",
            nameof(CompressionRequest.ReferencePath), (r, v) => r with { ReferencePath = v }),
        Value("accuracy-budget", "POINTS", Compress | Prune | Encode | Verbs.Sweep, OptionGroup.Budget,
            "Points that accuracy, or another --metric, may drop: 0.5 lets 88.8 % fall to 88.3 %. Past it nothing is written and the exit code is 3. "
            + "Needs --data or --evaluator. sweep marks the smallest row that keeps it, and ends with exit code 3 where there is none. Default: 0.5 for compress without --target-size; 0.5 for the mark of sweep; else no gate.",
            nameof(CompressionRequest.AccuracyBudget), (r, v) => r with { AccuracyBudget = OptionValue.Number("accuracy-budget", v, 0, double.MaxValue) }),

        Value("target-size", "BYTES", Compress | Encode, OptionGroup.Budget,
            "Find the artifact that loses least and has at most so many bytes: 40000, 40k, 40kB, 1.5MB (1k is 1000; 1KiB is 1024). With --accuracy-budget both must hold; "
            + "without, the drop is reported only. Default: the budget decides the size.",
            nameof(CompressionRequest.TargetSize), (r, v) => r with { TargetSize = OptionValue.Bytes("target-size", v) }),

        Path("baseline", Compress | Encode, OptionGroup.Budget,
            "The --json report of an earlier run: where the artifact is much larger or worse than that one, nothing is written and the exit code is 3. Default: none.",
            nameof(CompressionRequest.BaselinePath), (r, v) => r with { BaselinePath = v }),
        Value("max-growth", "PERCENT", Compress | Encode, OptionGroup.Budget,
            "--baseline: percent by which the artifact may be larger. Default: 1.",
            nameof(CompressionRequest.MaxGrowth), (r, v) => r with { MaxGrowth = OptionValue.Number("max-growth", v, 0, double.MaxValue) }),
        Value("max-fall", "POINTS", Compress | Encode, OptionGroup.Budget,
            "--baseline: points by which accuracy, or another --metric, may be worse. Default: 0.1.",
            nameof(CompressionRequest.MaxFall), (r, v) => r with { MaxFall = OptionValue.Number("max-fall", v, 0, double.MaxValue) }),
    ];
}
