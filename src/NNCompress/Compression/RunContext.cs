using System.Diagnostics;
using NNCompress.Coding;
using NNCompress.Compression.Details;
using NNCompress.Compression.Metrics;
using NNCompress.Compression.Outside;
using NNCompress.Compression.Trials;
using NNCompress.Data;
using NNCompress.Engines;
using NNCompress.Engines.Training;
using NNCompress.Models;
using NNCompress.Plugins;
using NNCompress.Pruning;
using NNCompress.Reports;

namespace NNCompress.Compression;

/// <summary>What every verb needs: the request, an engine, a clock, and the report that grows.</summary>
internal sealed class RunContext(CompressionRequest request, IReporter reporter, CancellationToken cancellation) : IDisposable
{
    private readonly Stopwatch clock = Stopwatch.StartNew();
    private readonly CollectingReporter collector = new(reporter);
    private Evaluator? evaluator;
    private bool uncalibrated;

    public CompressionRequest Request => request;

    public IReporter Reporter => collector;

    /// <summary>Those so far, codes first.</summary>
    public IReadOnlyList<string> Warnings => [.. collector.Warnings];

    public CancellationToken Cancellation => cancellation;

    /// <summary>Bytes past which an ONNX file has its weights beside it.</summary>
    public long LongestOnnx { get; init; } = TensorBytes.LongestField;

    public int Threads => request.Threads > 0 ? request.Threads : Environment.ProcessorCount;

    /// <summary>What the search has found out before; keeps nothing unless <see cref="OpenTrials"/> has opened it.</summary>
    public TrialCache Trials { get; private set; } = TrialCache.None;

    /// <summary>Gathers what a page shows; null where none is asked for.</summary>
    public DetailCollector? Details => request.ReportPath is null ? null : field ??= new DetailCollector(this);

    /// <summary>The user's program that measures networks; null where none was given.</summary>
    /// <exception cref="NncException">NNC1102: its command cannot be run as it stands.</exception>
    public Evaluator? Evaluator => request.Evaluator.Command is null ? null : evaluator ??= Share?.Evaluator ?? new Evaluator(this);

    /// <summary>What this run has in common with others; null where it stands alone.</summary>
    public RunShare? Share { get; init; }

    /// <summary>What runs and trains networks: the built-in engine, or that of the plug-in that the request names.</summary>
    public ITrainingEngine Engine { get; } = Parts.Engine(request.Engine, new EngineOptions(request.Threads, request.Device), PluginFinder.Usual());

    /// <summary>What makes JPEG pictures: the built-in codec, or that of the plug-in that the request names.</summary>
    public IJpegCodec JpegCodec { get; } = Parts.JpegCodec(request.JpegCodec, PluginFinder.Usual());

    /// <summary>Opens the cache of trials where one is asked for. It spares time and changes no result: where it cannot be used, that is a warning.</summary>
    /// <param name="verb">The verb.</param>
    /// <param name="roles">Its data.</param>
    /// <param name="networks">What the search starts from.</param>
    public void OpenTrials(string verb, DataRoles roles, params Network[] networks)
    {
        if (request.TrialCachePath is not { } folder)
            return;
        try
        {
            Trials = TrialCache.Open(folder, RunKey.Of(verb, request, roles, networks));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            collector.Warning("NNC1081", folder, $"the cache of trials cannot be used, and the search goes without it: {e.Message} Name a folder that can be written, and one that no other run of this search uses now.");
        }
    }

    public void Dispose()
    {
        Trials.Dispose();
        (Engine as IDisposable)?.Dispose();
    }

    /// <summary>The data of this run, or of those that it shares it with.</summary>
    /// <inheritdoc cref="DataRoles.Read"/>
    public DataRoles Roles(Network network, bool wantsCalibration, string? trains = null) => Share?.Roles ?? DataRoles.Read(request, wantsCalibration, trains, network.Inputs.FirstOrDefault()?.Shape);

    /// <exception cref="NncException">NNC2021: the graph's shapes do not fit.</exception>
    public Dependencies Analyse(Network network, bool pruneInputs = false)
    {
        Dependencies dependencies = Dependencies.Of(network, pruneInputs);
        foreach (string warning in dependencies.Warnings)
            Warn("NNC2093", warning + ".");
        if (!JpegLayers.Fit(dependencies, request.Matrix))
            Warn("NNC2097", $"no layer has neurons of {request.Matrix!.Value.Height}x{request.Matrix.Value.Width} weights: --matrix has no effect.");
        return dependencies;
    }

    public void Warn(string code, string message) => collector.Warning(code, request.ModelPath, message);

    /// <summary>Tells where less left than the request's ratio asks for: the report's figures alone would hide why.</summary>
    public void WarnIfShort(Network before, Network after)
    {
        double removed = 1 - (double)after.ParameterCount / Math.Max(1, before.ParameterCount);
        if (request.Ratio is { } ratio && removed < ratio - 0.01)
            Warn("NNC2096", FormattableString.Invariant($"{100 * removed:0.0} % of the parameters left where --ratio asks for {100 * ratio:0.0} %: the others are locked, or belong to the last channel of a group, which stays."));
    }

    public Predictions Evaluate(Network network, Dataset data, string stage) =>
        Engine.Evaluate(network, data, new Stage(collector, stage), cancellation);

    /// <summary>Who judges: the user's program, else the data that judges; null where there is neither.</summary>
    /// <param name="roles">Data.</param>
    /// <param name="original">What networks are compared with.</param>
    public IJudge? JudgeOf(DataRoles roles, Network original) =>
        // A lottery's networks are compared with the dense one that it has trained.
        Share is not null && !LotteryStage.Wanted(request) ? Share.Judge
        : Evaluator is { } program ? new ProgramJudge(program, original) : roles.Judge is { } data ? new DataJudge(this, data, original) : null;

    public bool HasJudge(DataRoles roles) => Evaluator is not null || roles.Judge is not null;

    /// <summary>The data where the engine can feed it to the network; null where it cannot, of which a warning tells.</summary>
    public Dataset? Calibrating(Network network, Dataset? data)
    {
        if (data is null)
            return null;
        try
        {
            Engine.Evaluate(network, data.Range(0, 1), null, cancellation);
            return data;
        }
        catch (NncException e) when (e.Code == "NNC2020")
        {
            uncalibrated = true;
            Warn("NNC2137", $"the network is compressed without calibration, as the engine cannot run it: {e.Message}");
            return null;
        }
    }

    /// <summary>Puts the verdict on the result into the report, and closes the gate where the budget is exceeded.</summary>
    public (CompressionReport Report, NncException? Failure) Judge(CompressionReport report, IJudge judge, Network result, string stage, double? budget)
    {
        Verdict verdict = judge.Judge(result, stage);
        report = report with
        {
            Metric = judge.Metric,
            Baseline = new AccuracyFigure(verdict.Was, judge.Samples),
            Compressed = new AccuracyFigure(verdict.Now, judge.Samples),
            Drop = verdict.Drop,
            DropInterval = verdict.Interval,
            Budget = budget,
        };
        return (report, Gate(null, judge, verdict, budget));
    }

    /// <summary>NNC3001 where the drop exceeds the budget, else null.</summary>
    /// <param name="output">Whose figure it is, where that is not the main output.</param>
    /// <param name="judge">Who judged.</param>
    /// <param name="verdict">What the judge said.</param>
    /// <param name="budget">Points; null for no gate.</param>
    public NncException? Gate(string? output, IJudge judge, Verdict verdict, double? budget)
    {
        if (budget is not { } limit || verdict.Drop <= limit + 1e-9)
            return null;
        string remedy = output is null ? "remove less (ratio, thresholds, JPEG quality), or give more calibration data"
            : "give more calibration data, or choose another --onnx-precision";
        string samples = judge.Samples is { } count ? $" on {count} samples" : "";
        string interval = verdict.Interval is [double low, double high] ? FormattableString.Invariant($" (95 % interval {low:0.00} to {high:0.00})") : "";
        return new NncException("NNC3001", request.ModelPath, FormattableString.Invariant(
            $"{MetricText.Subject(judge.Metric)}{(output is null ? "" : $" of {output}")} {(judge.IsError ? "rises" : "falls")} from {MetricText.Figure(judge.Metric, verdict.Was)} to {MetricText.Figure(judge.Metric, verdict.Now)}{samples}: a drop of {verdict.Drop:0.00} points{interval} exceeds the budget of {limit:0.00}. Raise the accuracy budget, {remedy}."));
    }

    public CompressionReport Finish(CompressionReport report)
    {
        if (Trials.Found > 0)
            collector.Info($"{Trials.Found} encodings, estimates and rounds of training were found in the cache of trials");
        return report with
        {
            Seconds = clock.Elapsed.TotalSeconds,
            Seed = request.Seed,
            Evaluator = evaluator?.Use,
            Data = uncalibrated ? [.. report.Data.Where(d => d.Role != "calibration")] : report.Data,
            Warnings = [.. collector.Warnings],
        };
    }
}
