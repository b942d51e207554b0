using NNCompress.Compression.Metrics;
using NNCompress.Compression.Outside;
using NNCompress.Data;
using NNCompress.Engines;
using NNCompress.Models;
using NNCompress.Pruning;
using NNCompress.Reports;

namespace NNCompress.Compression;

/// <summary>How good an .onnx or .nnz file is, by itself or beside another.</summary>
internal sealed class EvaluateOperation(RunContext run)
{
    public CompressionResult Run()
    {
        CompressionRequest request = run.Request;
        OutputPaths.KeepApart(request);
        ModelSource source = ModelSource.Read(request).WithGraph(request, "evaluate");
        ModelSource? reference = request.ReferencePath is { } other ? ModelSource.Read(other) : null;
        if (run.Evaluator is { } program)
            return Outside(program, source, reference);
        DataRoles roles = run.Roles(source.Network, wantsCalibration: false);
        if (roles.Judge is not { } judge)
            throw new NncException("NNC1022", request.ModelPath, "evaluate needs labelled data, or a program that measures: give --data or --evaluator.");
        if (reference is null && request.Metric.Labels() == LabelKind.None)
            throw new NncException("NNC1101", request.ModelPath, $"--metric {request.Metric.Name()} compares with the original network: give that to --reference.");
        Predictions predictions = run.Evaluate(source.Network, judge, "evaluate");
        List<string> outputs = [];
        if (request.PredictionsPath is { } path)
        {
            PredictionsFile.Write(path, predictions);
            outputs.Add(path);
        }
        Detail(source, reference, judge);
        CompressionReport report = Report(source, reference) with { Metric = request.Metric.Name(), Outputs = outputs, Data = roles.Uses };
        if (reference is null)
            return new CompressionResult(run.Finish(report with { Baseline = new AccuracyFigure(Measure.Of(request.Metric, judge, predictions).Original, judge.Count) }));
        Predictions before = run.Evaluate(reference.Network, judge, "evaluate reference");
        if (before.Width != predictions.Width)
            throw new NncException("NNC2130", request.ModelPath, $"the network's output has {predictions.Width} values a sample and that of --reference has {before.Width}: give the network that this one was made from.");
        return new CompressionResult(run.Finish(Compared(report, Measure.Of(request.Metric, judge, before).Compare(predictions), judge.Count)));
    }

    private CompressionResult Outside(Evaluator program, ModelSource source, ModelSource? reference)
    {
        Detail(source, reference, null);
        CompressionReport report = Report(source, reference) with { Metric = MetricText.Evaluator };
        return new CompressionResult(run.Finish(reference is null
            ? report with { Baseline = new AccuracyFigure(program.Measure(source.Network, EvaluatorRole.Judge), null) }
            : Compared(report, new ProgramJudge(program, reference.Network).Judge(source.Network, "evaluate"), null)));
    }

    /// <summary>Where a page is asked for: the network and its weights, beside those of the reference where both have the same.</summary>
    private void Detail(ModelSource source, ModelSource? reference, Dataset? data)
    {
        if (run.Details is not { } details)
            return;
        Network shown = (reference ?? source).Network;
        details.Settled(Dependencies.Of(shown), new HashSet<int>(), data);
        details.Made(source.Network);
    }

    private static CompressionReport Compared(CompressionReport report, Verdict verdict, int? samples) => report with
    {
        Baseline = new AccuracyFigure(verdict.Was, samples),
        Compressed = new AccuracyFigure(verdict.Now, samples),
        Drop = verdict.Drop,
        DropInterval = verdict.Interval,
    };

    private CompressionReport Report(ModelSource source, ModelSource? reference) => new()
    {
        Verb = "evaluate",
        Model = run.Request.ModelPath,
        OriginalBytes = (reference ?? source).Bytes,
        ArtifactBytes = reference is null ? null : source.Bytes,
        Ratio = reference is null ? null : (double)reference.Bytes / source.Bytes,
        Parameters = new BeforeAfter((reference ?? source).Network.ParameterCount, source.Network.ParameterCount),
        Macs = Costs.Macs((reference ?? source).Network, source.Network),
    };
}
