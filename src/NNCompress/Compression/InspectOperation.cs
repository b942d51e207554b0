using NNCompress.Pruning;
using NNCompress.Reports;
using NNCompress.Runtime;

namespace NNCompress.Compression;

/// <summary>Layers, shapes, parameters, MACs, bytes, coders, groups.</summary>
internal sealed class InspectOperation(RunContext run)
{
    public CompressionResult Run()
    {
        CompressionRequest request = run.Request;
        ModelSource source = ModelSource.Read(request);
        Dependencies dependencies = run.Analyse(SharedVectors.Separate(source.Network));
        return new CompressionResult(run.Finish(new CompressionReport
        {
            Verb = "inspect",
            Model = request.ModelPath,
            OriginalBytes = Decoded(source.Archive) ?? source.Bytes,
            ArtifactBytes = source.Archive is null ? null : source.Bytes,
            Ratio = source.Archive is { } archive ? (double)Decoded(archive)! / source.Bytes : null,
            Parameters = new BeforeAfter(source.Network.ParameterCount, source.Network.ParameterCount),
            Macs = Costs.Macs(source.Network, source.Network),
            Tensors = source.Archive is { } opened ? Figures.Sections(opened, source.Bytes) : Figures.Stored(source.Network, source.Bytes),
            Layers = Figures.Layers(source.Network),
            Groups = Figures.Groups(dependencies),
        }));
    }

    /// <summary>Bytes of the ONNX file and of the weights beside it.</summary>
    private static long? Decoded(NnzFile? archive) => archive is null ? null : archive.OnnxLength + archive.DataLength;
}
