using NNCompress.Engines;
using NNCompress.Reports;

namespace NNCompress.Compression;

/// <summary>Accuracy of an .onnx or .nnz file.</summary>
internal sealed class EvaluateOperation(RunContext run)
{
    public CompressionResult Run()
    {
        CompressionRequest request = run.Request;
        OutputPaths.KeepApart(request);
        ModelSource source = ModelSource.Read(request.ModelPath);
        DataRoles roles = DataRoles.Read(request, wantsCalibration: false);
        if (roles.Judge is not { } judge)
            throw new NncException("NNC1022", request.ModelPath, "evaluate needs labelled data: give --data.");
        Predictions predictions = run.Evaluate(source.Network, judge, "evaluate");
        List<string> outputs = [];
        if (request.PredictionsPath is { } path)
        {
            PredictionsFile.Write(path, predictions);
            outputs.Add(path);
        }
        return new CompressionResult(run.Finish(new CompressionReport
        {
            Verb = "evaluate",
            Model = request.ModelPath,
            Outputs = outputs,
            Baseline = new AccuracyFigure(Accuracy.Percent(predictions, judge), judge.Count),
            OriginalBytes = source.Bytes,
            Parameters = new BeforeAfter(source.Network.ParameterCount, source.Network.ParameterCount),
            Macs = Costs.Macs(source.Network, source.Network),
            Data = roles.Uses,
        }));
    }
}
