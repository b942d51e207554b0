using NNCompress.Coding;
using NNCompress.Compression.Metrics;
using NNCompress.Models;
using NNCompress.Reports;
using NNCompress.Runtime;

namespace NNCompress.Compression;

/// <summary>The last step of every verb that writes an .nnz: assemble, decode again, judge what was decoded, and only then write.</summary>
internal static class ArtifactWriter
{
    // Elements: smaller tensors hold what shapes are inferred from.
    private const int LeastApart = 256;

    // Bytes: each section has been decoded as soon as it was made; what is not too great is decoded once more out of the file.
    private const long MostDecodedTwice = 1 << 24;

    /// <summary>Before the work begins: can the outputs be made as they are asked for?</summary>
    /// <exception cref="NncException">NNC1002: no C# name. NNC1024: an output would replace the model or another output. NNC2161: no baseline.</exception>
    public static void Check(CompressionRequest request, bool withOnnx)
    {
        ShimFiles.Check(request);
        string artifact = OutputPaths.Main(request, ".nnz");
        Baseline.Read(request);
        OutputPaths.KeepApart(request, [artifact, .. OnnxPaths(request, artifact, withOnnx)]);
    }

    // The last step after a search, which has encoded in memory.
    public static CompressionResult Finish(
        RunContext run, string verb, ModelSource source, Network network, IReadOnlyList<EncodedTensor> tensors, DataRoles roles, IJudge? judge, double? budget, bool withOnnx,
        Func<CompressionReport, CompressionReport> complete) =>
        Finish(run, verb, source, network, _ => InMemory(run, network, tensors), roles, judge, budget, withOnnx, complete);

    /// <summary>The weights that are coded: where the data lie beside the ONNX file, runtimes want small tensors and those of nodes inside it, and there they are exact.</summary>
    public static IReadOnlySet<string> Coded(RunContext run, Network network)
    {
        IEnumerable<string> filled = network.WeightNames.Where(n => network.ShapeOf(n).All(d => d > 0));
        if (!IsApart(run, network))
            return filled.ToHashSet();
        HashSet<string> initialisers = [.. network.Initialisers];
        return filled.Where(n => initialisers.Contains(n) && network.Stored(n).Length >= LeastApart).ToHashSet();
    }

    /// <param name="run">The run.</param>
    /// <param name="verb">For the report.</param>
    /// <param name="source">The original model.</param>
    /// <param name="network">The network in its final topology.</param>
    /// <param name="encode">Encodes its constants.</param>
    /// <param name="roles">Data.</param>
    /// <param name="judge">Who judges; null for nobody.</param>
    /// <param name="budget">Points; null for no gate.</param>
    /// <param name="withOnnx">Whether the decoded ONNX goes beside the artifact.</param>
    /// <param name="complete">Adds what only the verb knows.</param>
    public static CompressionResult Finish(
        RunContext run, string verb, ModelSource source, Network network, Func<SectionEncoder, IReadOnlyList<CodedSection>> encode, DataRoles roles, IJudge? judge, double? budget, bool withOnnx,
        Func<CompressionReport, CompressionReport> complete)
    {
        CompressionRequest request = run.Request;
        string artifact = OutputPaths.Main(request, ".nnz"), onnx = OutputPaths.OnnxBeside(artifact);
        string? written = withOnnx ? onnx : null;
        using SectionSpool spool = SectionSpool.Beside(artifact);
        IReadOnlyList<CodedSection> sections = encode(new SectionEncoder(spool));
        using StagedFile staged = new(artifact);
        staged.Fill(stream => NnzWriter.Write(network, sections, stream, IsApart(run, network) ? DataName(artifact) : null));
        using NnzFile archive = Reopened(run, network, sections, staged.Temporary);
        long bytes = new FileInfo(staged.Temporary).Length;
        Network decoded = ArchivedModel.Read(archive, artifact);
        CompressionReport report = complete(new CompressionReport
        {
            Verb = verb,
            Model = request.ModelPath,
            OriginalBytes = source.Bytes,
            ArtifactBytes = bytes,
            Ratio = (double)source.Bytes / bytes,
            Parameters = new BeforeAfter(source.Network.ParameterCount, decoded.ParameterCount),
            Macs = Costs.Macs(source.Network, decoded),
            Data = roles.Uses,
            Tensors = Figures.Tensors(source.Network, decoded, sections, bytes),
            Layers = Figures.Layers(decoded),
        });
        run.Details?.Made(decoded);
        OnnxOutput? plain = OnnxOutput.Make(run, OnnxOutput.PathOf(request, artifact, written), decoded, network, roles.Calibration);
        NncException? failure = null;
        if (judge is not null)
        {
            (report, failure) = run.Judge(report, judge, decoded, "judge artifact", budget);
            failure ??= plain?.Judge(run, judge, budget);
        }
        report = report with { Onnx = plain is null ? [] : [plain.Row] };
        // The search has seen to it where there was one; a fixed step or quality has not been asked.
        if (request.TargetSize < bytes)
            failure ??= TargetSearch.TooSmall(request.ModelPath, request.TargetSize.Value, bytes);
        failure ??= Baseline.Read(request)?.Compare(report, request);
        if (failure is not null)
            return new CompressionResult(run.Finish(report), failure);
        run.Cancellation.ThrowIfCancellationRequested();
        List<string> outputs = [artifact];
        if (withOnnx)
            outputs.AddRange(DecodedFiles.Write(archive, artifact, onnx, run.Threads, null, run.Cancellation));
        if (plain is not null && plain.Path != written)
        {
            outputs.AddRange(plain.Write());
        }
        staged.Commit();
        outputs.AddRange(ShimFiles.Write(request, artifact));
        return new CompressionResult(run.Finish(report with { Outputs = outputs }));
    }

    /// <summary>Whether the network's ONNX file needs another for its weights.</summary>
    private static bool IsApart(RunContext run, Network network) => network.StoredBytes > run.LongestOnnx;

    private static string DataName(string artifact) => Path.GetFileNameWithoutExtension(artifact) + ".onnx" + OnnxFile.DataSuffix;

    private static IReadOnlyList<CodedSection> InMemory(RunContext run, Network network, IReadOnlyList<EncodedTensor> tensors)
    {
        IReadOnlySet<string> coded = Coded(run, network);
        return NnzWriter.Sections(network, [.. tensors.Where(t => coded.Contains(t.Name))]);
    }

    /// <summary>The file just written, as any reader sees it, and proved to give the model that it was made of.</summary>
    private static NnzFile Reopened(RunContext run, Network network, IReadOnlyList<CodedSection> sections, string path)
    {
        NnzFile? archive = null;
        try
        {
            archive = NnzFile.OpenFile(path, NnzReader.MaxDecodedBytes);
            Dictionary<string, uint> proved = sections.Where(s => s.DecodedBytes > MostDecodedTwice).ToDictionary(s => s.Name, s => s.DecodedChecksum);
            archive.Verify(run.Threads, section => proved.TryGetValue(section.Name, out uint sum) ? sum : null);
            return archive;
        }
        catch (InvalidDataException e)
        {
            archive?.Dispose();
            throw NnzWriter.NotItself(network, e);
        }
    }

    private static IEnumerable<string> OnnxPaths(CompressionRequest request, string artifact, bool withOnnx)
    {
        string? written = withOnnx ? OutputPaths.OnnxBeside(artifact) : null;
        return new[] { written, OnnxOutput.PathOf(request, artifact, written) }.OfType<string>().Distinct();
    }
}
