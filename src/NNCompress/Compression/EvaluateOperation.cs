using NNCompress.Compression.Metrics;
using NNCompress.Data;
using NNCompress.Engines;
using NNCompress.Reports;

namespace NNCompress.Compression;

/// <summary>How good an .onnx or .nnz file is, by itself or beside another.</summary>
internal sealed class EvaluateOperation(RunContext run)
{
    public CompressionResult Run()
    {
        CompressionRequest request = run.Request;
        OutputPaths.KeepApart(request);
        ModelSource source = ModelSource.Read(request.ModelPath);
        ModelSource? reference = request.ReferencePath is { } other ? ModelSource.Read(other) : null;
        DataRoles roles = DataRoles.Read(request, wantsCalibration: false);
        if (roles.Judge is not { } judge)
            throw new NncException("NNC1022", request.ModelPath, "evaluate needs labelled data: give --data.");
        if (reference is null && request.Metric.Labels() == LabelKind.None)
            throw new NncException("NNC1101", request.ModelPath, $"--metric {request.Metric.Name()} compares with the original network: give that to --reference.");
        Predictions predictions = run.Evaluate(source.Network, judge, "evaluate");
        List<string> outputs = [];
        if (request.PredictionsPath is { } path)
        {
            PredictionsFile.Write(path, predictions);
            outputs.Add(path);
        }
        CompressionReport report = new()
        {
            Verb = "evaluate",
            Model = request.ModelPath,
            Outputs = outputs,
            Metric = request.Metric.Name(),
            OriginalBytes = source.Bytes,
            Parameters = new BeforeAfter(source.Network.ParameterCount, source.Network.ParameterCount),
            Macs = Costs.Macs(source.Network, source.Network),
            Data = roles.Uses,
        };
        if (reference is null)
            return new CompressionResult(run.Finish(report with { Baseline = new AccuracyFigure(Measure.Of(request.Metric, judge, predictions).Original, judge.Count) }));
        Predictions before = run.Evaluate(reference.Network, judge, "evaluate reference");
        if (before.Width != predictions.Width)
            throw new NncException("NNC2130", request.ModelPath, $"the network's output has {predictions.Width} values a sample and that of --reference has {before.Width}: give the network that this one was made from.");
        Verdict verdict = Measure.Of(request.Metric, judge, before).Compare(predictions);
        return new CompressionResult(run.Finish(report with
        {
            Baseline = new AccuracyFigure(verdict.Was, judge.Count),
            Compressed = new AccuracyFigure(verdict.Now, judge.Count),
            Drop = verdict.Drop,
            DropInterval = verdict.Interval,
            OriginalBytes = reference.Bytes,
            ArtifactBytes = source.Bytes,
            Ratio = (double)reference.Bytes / source.Bytes,
            Parameters = new BeforeAfter(reference.Network.ParameterCount, source.Network.ParameterCount),
            Macs = Costs.Macs(reference.Network, source.Network),
        }));
    }
}
