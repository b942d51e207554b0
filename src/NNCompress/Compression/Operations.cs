namespace NNCompress.Compression;

/// <summary>The verbs. Each checks its request, does its work and writes its outputs; failures are <see cref="NncException"/>.</summary>
public sealed class Operations(IReporter reporter)
{
    /// <summary>Prune and encode under the budget, verify the decoded artifact, write NAME.nnz and NAME.compressed.onnx.</summary>
    public CompressionResult Compress(CompressionRequest request, CancellationToken cancellation) => throw Pending(request, cancellation);

    /// <summary>Remove channels only; write a smaller ONNX file and, where asked, the plan.</summary>
    public CompressionResult Prune(CompressionRequest request, CancellationToken cancellation) => throw Pending(request, cancellation);

    /// <summary>Storage coding only: ONNX to .nnz.</summary>
    public CompressionResult Encode(CompressionRequest request, CancellationToken cancellation) => throw Pending(request, cancellation);

    /// <summary>.nnz to ONNX; where asked, the JPEG sections as files.</summary>
    public CompressionResult Decode(CompressionRequest request, CancellationToken cancellation) => throw Pending(request, cancellation);

    /// <summary>Accuracy of an .onnx or .nnz file.</summary>
    public CompressionResult Evaluate(CompressionRequest request, CancellationToken cancellation) => throw Pending(request, cancellation);

    /// <summary>Layers, shapes, parameters, MACs, bytes, coders, groups.</summary>
    public CompressionResult Inspect(CompressionRequest request, CancellationToken cancellation) => throw Pending(request, cancellation);

    private NncException Pending(CompressionRequest request, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        reporter.Info("pending");
        return new NncException("NNC9001", request.ModelPath, "this verb is not built yet.");
    }
}
