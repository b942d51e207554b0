using NNCompress.Compression.Sweeping;
using NNCompress.Models;
using NNCompress.Reports;
using NNCompress.Reports.Html;

namespace NNCompress.Compression;

/// <summary>The verbs. Each checks its request, does its work and writes its outputs; failures are <see cref="NncException"/>.</summary>
public sealed class Operations(IReporter reporter)
{
    /// <summary>Bytes past which an ONNX file has its weights beside it; less in tests.</summary>
    internal long LongestOnnx { get; init; } = TensorBytes.LongestField;

    /// <summary>Prune and encode under the budget, verify the decoded artifact, write NAME.nnz and NAME.compressed.onnx.</summary>
    public CompressionResult Compress(CompressionRequest request, CancellationToken cancellation) =>
        Run(request, cancellation, run => new CompressOperation(run).Run());

    /// <summary>Remove channels only; write a smaller ONNX file and, where asked, the plan.</summary>
    public CompressionResult Prune(CompressionRequest request, CancellationToken cancellation) =>
        Run(request, cancellation, run => new PruneOperation(run).Run());

    /// <summary>Storage coding only: ONNX to .nnz.</summary>
    public CompressionResult Encode(CompressionRequest request, CancellationToken cancellation) =>
        Run(request, cancellation, run => new EncodeOperation(run).Run());

    /// <summary>.nnz to ONNX; where asked, the JPEG sections as files.</summary>
    public CompressionResult Decode(CompressionRequest request, CancellationToken cancellation) =>
        Run(request, cancellation, run => new DecodeOperation(run).Run());

    /// <summary>Train a network from a specification, or an ONNX model's own graph; write it and, where asked, its initial weights.</summary>
    public CompressionResult Train(CompressionRequest request, CancellationToken cancellation) =>
        Run(request, cancellation, run => new TrainOperation(run).Run());

    /// <summary>Accuracy of an .onnx or .nnz file.</summary>
    public CompressionResult Evaluate(CompressionRequest request, CancellationToken cancellation) =>
        Run(request, cancellation, run => new EvaluateOperation(run).Run());

    /// <summary>Layers, shapes, parameters, MACs, bytes, coders, groups.</summary>
    public CompressionResult Inspect(CompressionRequest request, CancellationToken cancellation) =>
        Run(request, cancellation, run => new InspectOperation(run).Run());

    /// <summary>A contact sheet of weights as a picture, PNG or JPEG.</summary>
    public CompressionResult Show(CompressionRequest request, CancellationToken cancellation) =>
        Run(request, cancellation, run => new ShowOperation(run).Run());

    /// <summary>Size against accuracy over thresholds, ratios, qualities, budgets or methods; with parts named, what they make together.</summary>
    public CompressionResult Sweep(CompressionRequest request, CancellationToken cancellation) =>
        Run(request, cancellation, run => request.Sweep.Parts.Count > 0 ? new MergeOperation(run).Run() : new SweepOperation(run).Run());

    /// <summary>Writes the page where one is asked for, where the gate has closed too: it shows why.</summary>
    private static CompressionResult WithPage(RunContext run, CompressionResult result)
    {
        if (run.Request.ReportPath is not { } path || run.Details is not { } details)
            return result;
        HtmlReport.Write(path, result.Report, result.Failure, details.Finish());
        return result with { Report = result.Report with { Outputs = [.. result.Report.Outputs, path] } };
    }

    private CompressionResult Run(CompressionRequest request, CancellationToken cancellation, Func<RunContext, CompressionResult> operation)
    {
        using RunContext run = new(request, reporter, cancellation) { LongestOnnx = LongestOnnx };
        return WithPage(run, operation(run));
    }
}
