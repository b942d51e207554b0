using NNCompress.Compression;
using NNCompress.Compression.Metrics;
using NNCompress.Engines.Training;
using NNCompress.Pruning;

namespace NNCompress.Tool.CommandLine;

/// <summary>Options that need each other or exclude each other.</summary>
internal static class Consistency
{
    private static readonly string[] Choosing = ["method", "ratio", "mean-threshold", "std-threshold", "threshold", "norm", "prune-inputs"];

    /// <summary>What sweep merge takes: parts are joined as they are.</summary>
    private static readonly string[] Merging = ["json", "markdown", "report", "output", "accuracy-budget", "log-format", "quiet", "verbose"];

    /// <summary>Methods of pruning that train.</summary>
    private static readonly string[] TrainingMethods = ["lottery", "l1", "l0"];

    /// <exception cref="NncException">NNC1003: a required option is missing. NNC1005: options do not fit together. NNC1024: the report would replace a file.</exception>
    public static void Check(Invocation invocation)
    {
        IReadOnlyDictionary<string, string> given = invocation.Given;
        CompressionRequest request = invocation.Request;
        bool outside = request.Evaluator.Command is not null, judged = outside || request.DataPath is not null, merges = request.Sweep.Parts.Count > 0;
        if (merges && given.Keys.FirstOrDefault(o => !Merging.Contains(o)) is { } useless)
            throw UsageError.Conflict($"sweep merge joins parts as they are and has no use for --{useless}: leave it out.");
        if (invocation.Verb.Kind == Verbs.Sweep && !merges && !judged)
            throw UsageError.Missing($"sweep needs --data PATH, labelled data to judge its rows on; or --evaluator COMMAND. For example: {CommandLineParser.Command} {invocation.Verb.Examples[0]}");
        if (given.ContainsKey("method") && given.ContainsKey("methods"))
            throw UsageError.Conflict("--method and --methods both say which methods to sweep: leave one of them out.");
        if (invocation.Verb.Kind == Verbs.Evaluate && !judged)
        {
            throw UsageError.Missing(
                $"evaluate needs --data PATH: labelled data to judge on; or --evaluator COMMAND. For example: {CommandLineParser.Command} {invocation.Verb.Examples[0]}");
        }
        if (invocation.Verb.Kind == Verbs.Evaluate && outside && new[] { "data", "metric", "predictions" }.FirstOrDefault(given.ContainsKey) is { } unused)
            throw UsageError.Conflict($"with --evaluator the program alone measures, and evaluate has no use for --{unused}: leave one out.");
        // Errors can more than double, and a program's figures have units of its own.
        if (request.AccuracyBudget > 100 && !outside && !request.Metric.IsError())
            throw UsageError.Value("accuracy-budget", given.GetValueOrDefault("accuracy-budget"), "give a number from 0 to 100");
        if (request.AccuracyBudget is not null && !judged && !merges)
            throw UsageError.Missing("--accuracy-budget needs --data PATH, labelled data to judge on, or --evaluator COMMAND.");
        if (invocation.JsonPath is { } json && new[] { request.ModelPath, request.OutputPath, request.PlanPath, request.PredictionsPath, request.InitialPath, request.Training.Checkpoint, request.ReportPath }.Any(other => Same(json, other)))
            throw new NncException("NNC1024", json, "the report would replace the model, or another output: name another file with --json.");
        if (invocation.MarkdownPath is { } markdown && new[] { request.ModelPath, request.OutputPath, request.PlanPath, invocation.JsonPath, request.ReportPath }.Any(other => Same(markdown, other)))
            throw new NncException("NNC1024", markdown, "the report would replace the model, or another output: name another file with --markdown.");
        if (request.Architecture is not null && request.GraphPath is not null)
            throw UsageError.Conflict("--architecture and --graph both say how the layers follow each other: leave one of them out.");
        if (invocation is { Quiet: true, Verbose: true })
            throw UsageError.Conflict("--quiet and --verbose exclude each other: give one.");
        if (request.ReplayPath is not null && Choosing.FirstOrDefault(given.ContainsKey) is { } choosing)
            throw UsageError.Conflict($"--replay repeats a plan as it is and excludes --{choosing}: leave one out.");
        if (request.TargetSize is not null && (request.Step is not null || (invocation.Verb.Kind == Verbs.Encode && request.JpegQuality is not null)))
            throw UsageError.Conflict($"--target-size searches for the coding and excludes --{(request.Step is not null ? "step" : "jpeg")} of encode: leave one out.");
        if (request.TargetSize is not null && !judged)
            throw UsageError.Missing("--target-size needs --data PATH, where the drop that it costs is measured, or --evaluator COMMAND.");
        Needs("mean-threshold", request.Method == PruningMethod.Activation, "--method activation");
        Needs("std-threshold", request.Method == PruningMethod.Activation, "--method activation");
        Needs("threshold", request.Method is PruningMethod.Magnitude or PruningMethod.Apoz or PruningMethod.Taylor or PruningMethod.Lottery, "--method magnitude, apoz, taylor or lottery");
        Needs("norm", Runs(PruningMethod.Magnitude), "--method magnitude");
        foreach (string option in Options.All.Where(o => o.Property?.StartsWith("Request.Gates.", StringComparison.Ordinal) == true).Select(o => o.Name))
            Needs(option, Runs(PruningMethod.L1, PruningMethod.L0), "--method l1 or --method l0");
        Needs("snap", Runs(PruningMethod.L1), "--method l1");
        Needs("log-alpha", Runs(PruningMethod.L0), "--method l0");
        Needs("temperature", Runs(PruningMethod.L0), "--method l0");
        bool trains = invocation.Verb.Kind == Verbs.Train || request.FineTuneEpochs > 0 || TrainingMethods.Contains(given.GetValueOrDefault("method"), StringComparer.OrdinalIgnoreCase)
            || Runs(PruningMethod.Lottery, PruningMethod.L1, PruningMethod.L0);
        foreach (string option in Options.All.Where(o => o.Property?.StartsWith("Request.Training.", StringComparison.Ordinal) == true).Select(o => o.Name))
            Needs(option, trains, $"training: --fine-tune EPOCHS or --method {string.Join(", ", TrainingMethods)}");
        Needs("distil", request.FineTuneEpochs > 0 || Runs(PruningMethod.Lottery), "--fine-tune EPOCHS or --method lottery");
        foreach (string option in Options.All.Where(o => o.Property?.StartsWith("Request.Lottery.", StringComparison.Ordinal) == true).Select(o => o.Name))
            Needs(option, Runs(PruningMethod.Lottery), "--method lottery");
        Needs("resume", request.Training.Checkpoint is not null, "--checkpoint PATH");
        Needs("schedule-epochs", request.Training.Schedule == ScheduleKind.Step, "--schedule step");
        Needs("schedule-factor", request.Training.Schedule == ScheduleKind.Step, "--schedule step");
        Needs("momentum", request.Training.Optimiser == OptimiserKind.Sgd, "--optimiser sgd");
        Needs("min-delta", request.Training.Patience > 0, "--patience EPOCHS");
        Needs("evaluator-timeout", outside, "--evaluator COMMAND");
        Needs("max-growth", request.BaselinePath is not null, "--baseline PATH");
        Needs("max-fall", request.BaselinePath is not null, "--baseline PATH");
        bool named = request.ShimPath is not null || invocation.Verb.Kind == Verbs.Init;
        if (invocation.Verb.Kind == Verbs.Sweep)
        {
            Needs("trial-cache", request.Sweep.Budgets is not null, "--budgets");
            Needs("matrix", request.Sweep.Qualities is not null || request.Sweep.Budgets is not null, "--qualities or --budgets");
        }
        Needs("namespace", named, "--shim DIR");
        Needs("class-name", named, "--shim DIR");

        bool Runs(params ReadOnlySpan<PruningMethod> methods)
        {
            foreach (PruningMethod method in methods)
            {
                if (request.Method == method || request.Sweep.Methods?.Contains(method) == true)
                    return true;
            }
            return false;
        }

        static bool Same(string path, string? other) => !string.IsNullOrEmpty(other) && Path.GetFullPath(path) == Path.GetFullPath(other);

        void Needs(string option, bool fulfilled, string other)
        {
            if (given.ContainsKey(option) && !fulfilled)
                throw UsageError.Conflict($"--{option} has no effect without {other}: add that, or leave --{option} out.");
        }
    }
}
