using NNCompress.Reports;

namespace NNCompress.Compression;

/// <summary>The verbs. Each checks its request, does its work and writes its outputs; failures are <see cref="NncException"/>.</summary>
public sealed class Operations(IReporter reporter)
{
    /// <summary>Prune and encode under the budget, verify the decoded artifact, write NAME.nnz and NAME.compressed.onnx.</summary>
    public CompressionResult Compress(CompressionRequest request, CancellationToken cancellation) =>
        new CompressOperation(new RunContext(request, reporter, cancellation)).Run();

    /// <summary>Remove channels only; write a smaller ONNX file and, where asked, the plan.</summary>
    public CompressionResult Prune(CompressionRequest request, CancellationToken cancellation) =>
        new PruneOperation(new RunContext(request, reporter, cancellation)).Run();

    /// <summary>Storage coding only: ONNX to .nnz.</summary>
    public CompressionResult Encode(CompressionRequest request, CancellationToken cancellation) =>
        new EncodeOperation(new RunContext(request, reporter, cancellation)).Run();

    /// <summary>.nnz to ONNX; where asked, the JPEG sections as files.</summary>
    public CompressionResult Decode(CompressionRequest request, CancellationToken cancellation) =>
        new DecodeOperation(new RunContext(request, reporter, cancellation)).Run();

    /// <summary>Train a network from a specification, or an ONNX model's own graph; write it and, where asked, its initial weights.</summary>
    public CompressionResult Train(CompressionRequest request, CancellationToken cancellation) =>
        new TrainOperation(new RunContext(request, reporter, cancellation)).Run();

    /// <summary>Accuracy of an .onnx or .nnz file.</summary>
    public CompressionResult Evaluate(CompressionRequest request, CancellationToken cancellation) =>
        new EvaluateOperation(new RunContext(request, reporter, cancellation)).Run();

    /// <summary>Layers, shapes, parameters, MACs, bytes, coders, groups.</summary>
    public CompressionResult Inspect(CompressionRequest request, CancellationToken cancellation) =>
        new InspectOperation(new RunContext(request, reporter, cancellation)).Run();
}
