using NNCompress.Coding;
using NNCompress.Compression.Metrics;
using NNCompress.Models;
using NNCompress.Reports;
using NNCompress.Runtime;

namespace NNCompress.Compression;

/// <summary>The last step of every verb that writes an .nnz: assemble, decode again, judge what was decoded, and only then write.</summary>
internal static class ArtifactWriter
{
    /// <summary>Before the work begins: can the outputs be made as they are asked for?</summary>
    /// <exception cref="NncException">NNC1002: no C# name. NNC1024: an output would replace the model or another output.</exception>
    public static void Check(CompressionRequest request, bool withOnnx)
    {
        ShimFiles.Check(request);
        string artifact = OutputPaths.Main(request, ".nnz");
        OutputPaths.KeepApart(request, [artifact, .. OnnxPaths(request, artifact, withOnnx)]);
    }

    /// <param name="run">The run.</param>
    /// <param name="verb">For the report.</param>
    /// <param name="source">The original model.</param>
    /// <param name="network">The network in its final topology.</param>
    /// <param name="tensors">Its encoded constants.</param>
    /// <param name="roles">Data.</param>
    /// <param name="judge">Who judges; null for nobody.</param>
    /// <param name="budget">Points; null for no gate.</param>
    /// <param name="withOnnx">Whether the decoded ONNX goes beside the artifact.</param>
    /// <param name="complete">Adds what only the verb knows.</param>
    public static CompressionResult Finish(
        RunContext run, string verb, ModelSource source, Network network, IReadOnlyList<EncodedTensor> tensors, DataRoles roles, IJudge? judge, double? budget, bool withOnnx,
        Func<CompressionReport, CompressionReport> complete)
    {
        CompressionRequest request = run.Request;
        string artifact = OutputPaths.Main(request, ".nnz"), onnx = OutputPaths.OnnxBeside(artifact);
        string? written = withOnnx ? onnx : null;
        byte[] content = NnzWriter.Write(network, tensors);
        byte[] decodedBytes = NnzFile.Open(content).ReadOnnx();
        Network decoded = OnnxFile.Parse(decodedBytes, artifact);
        CompressionReport report = complete(new CompressionReport
        {
            Verb = verb,
            Model = request.ModelPath,
            OriginalBytes = source.Bytes,
            ArtifactBytes = content.Length,
            Ratio = (double)source.Bytes / content.Length,
            Parameters = new BeforeAfter(source.Network.ParameterCount, decoded.ParameterCount),
            Macs = Costs.Macs(source.Network, decoded),
            Data = roles.Uses,
            Tensors = Figures.Tensors(source.Network, decoded, tensors, content.Length),
            Layers = Figures.Layers(decoded),
        });
        OnnxOutput? plain = OnnxOutput.Make(run, OnnxOutput.PathOf(request, artifact, written), decoded, network, roles.Calibration);
        NncException? failure = null;
        if (judge is not null)
        {
            (report, failure) = run.Judge(report, judge, decoded, "judge artifact", budget);
            failure ??= plain?.Judge(run, judge, budget);
        }
        report = report with { Onnx = plain is null ? [] : [plain.Row] };
        // The search has seen to it where there was one; a fixed step or quality has not been asked.
        if (request.TargetSize < content.Length)
            failure ??= TargetSearch.TooSmall(request.ModelPath, request.TargetSize.Value, content.Length);
        if (failure is not null)
            return new CompressionResult(run.Finish(report), failure);
        run.Cancellation.ThrowIfCancellationRequested();
        List<string> outputs = [artifact];
        if (withOnnx)
        {
            AtomicFile.Write(onnx, decodedBytes);
            outputs.Add(onnx);
        }
        if (plain is not null && plain.Path != written)
        {
            plain.Write();
            outputs.Add(plain.Path);
        }
        AtomicFile.Write(artifact, content);
        outputs.AddRange(ShimFiles.Write(request, artifact));
        return new CompressionResult(run.Finish(report with { Outputs = outputs }));
    }

    private static IEnumerable<string> OnnxPaths(CompressionRequest request, string artifact, bool withOnnx)
    {
        string? written = withOnnx ? OutputPaths.OnnxBeside(artifact) : null;
        return new[] { written, OnnxOutput.PathOf(request, artifact, written) }.OfType<string>().Distinct();
    }
}
