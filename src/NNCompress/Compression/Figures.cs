using NNCompress.Coding;
using NNCompress.Models;
using NNCompress.Pruning;
using NNCompress.Reports;
using NNCompress.Runtime;

namespace NNCompress.Compression;

/// <summary>Rows of the report.</summary>
internal static class Figures
{
    /// <summary>One row for each floating-point constant of the result.</summary>
    /// <param name="before">For the original shapes.</param>
    /// <param name="after">The result.</param>
    /// <param name="encoded">Its codings; null for an ONNX file.</param>
    /// <param name="fileBytes">Of the file that holds the result; null where it tells nothing.</param>
    public static IReadOnlyList<TensorRow> Tensors(Network before, Network after, IReadOnlyList<EncodedTensor>? encoded, long? fileBytes)
    {
        Dictionary<string, EncodedTensor> byName = encoded?.ToDictionary(t => t.Decoded.Name) ?? [];
        return [.. after.Weights.Select(tensor =>
        {
            EncodedTensor? coded = byName.GetValueOrDefault(tensor.Name);
            long bytes = coded?.Payload.Length ?? TensorCodec.Width(tensor.Type) * (long)tensor.Length;
            TensorCoding? coding = coded?.Coding;
            return new TensorRow(
                tensor.Name, tensor.Shape, before.Constant(tensor.Name)?.Shape ?? tensor.Shape, coded is null ? null : CoderName((int)coded.Coder), bytes,
                tensor.Length == 0 ? 0 : 8.0 * bytes / tensor.Length,
                coded?.Coder is CoderKind.Quantised or CoderKind.Scaled ? coding!.Step : null,
                coded?.Coder is CoderKind.JpegPerNeuron or CoderKind.JpegTiled && coding!.Quality > 0 ? coding.Quality : null,
                coded is null ? TypeName(tensor) : null, Share(bytes, fileBytes))
            {
                Rivals = coded is { Rivals.Count: > 0 } ? [.. coded.Rivals.Select(r => new RivalRow(CoderName((int)r.Coder), r.Bytes))] : null,
            };
        })];
    }

    public static IReadOnlyList<TensorRow> Sections(NnzFile archive, long fileBytes) => [.. archive.Sections.Select(s =>
    {
        long elements = s.Shape.Aggregate(1L, (a, b) => a * b);
        return new TensorRow(s.Name, s.Shape, s.Shape, CoderName(s.Coder), s.Bytes, elements == 0 ? 0 : 8.0 * s.Bytes / elements, Share: Share(s.Bytes, fileBytes));
    })];

    /// <summary>One row for each weight of an ONNX file: floating-point constants, and integers that a DequantizeLinear reads.</summary>
    public static IReadOnlyList<TensorRow> Stored(Network network, long fileBytes)
    {
        HashSet<string> integers = [.. network.Nodes.Where(n => n.IsQuantisation && n.Inputs.Count > 0).Select(n => n.Inputs[0])];
        return [.. network.ConstantNames.Select(n => network.Constant(n)!).Where(t => t.IsFloat || integers.Contains(t.Name)).Select(t =>
        {
            long bytes = TensorCodec.Width(t.Type) * (long)t.Length;
            return new TensorRow(t.Name, t.Shape, t.Shape, null, bytes, 8 * TensorCodec.Width(t.Type), Type: TypeName(t), Share: Share(bytes, fileBytes));
        })];
    }

    public static IReadOnlyList<LayerRow> Layers(Network network)
    {
        IReadOnlyDictionary<string, int[]> shapes = ShapeInference.Infer(network, 1, lenient: true);
        return [.. NetworkCost.PerNode(network).Where(c => c.Node.OpType != "Constant").Select(c => new LayerRow(
            c.Node.Name, c.Node.OpType, c.Node.Outputs.Count > 0 ? shapes.GetValueOrDefault(c.Node.Outputs[0]) ?? [] : [], c.Parameters, c.Macs))];
    }

    /// <param name="dependencies">Of the network before.</param>
    /// <param name="removed">Units that left; null for none.</param>
    public static IReadOnlyList<GroupRow> Groups(Dependencies dependencies, IReadOnlySet<int>? removed = null)
    {
        ParameterLedger ledger = new(dependencies);
        return [.. dependencies.Groups.Select(g => new GroupRow(
            g.Name, g.Units.Length, g.Units.Count(u => removed?.Contains(u) != true), g.Locked, [.. g.Axes.Select(a => a.ToString())])
        {
            Producers = Names(g.Producers),
            Consumers = Names(g.Consumers),
            ParametersPerChannel = g.Units.Average(u => (double)ledger.Freed(u)),
        })];
    }

    private static double? Share(long bytes, long? of) => of > 0 ? (double)bytes / of : null;

    private static string TypeName(Tensor tensor) => tensor.Type.ToString().ToLowerInvariant();

    /// <summary>Weights; where PyTorch numbered one, with the node, whose name tells where it stands.</summary>
    private static IReadOnlyList<string> Names(IEnumerable<Layer> layers) =>
        [.. layers.Select(l => l.Weight.StartsWith("onnx::", StringComparison.Ordinal) ? $"{l.Weight} ({l.Node.Name})" : l.Weight).Distinct()];

    private static string CoderName(int coder) => System.Text.Json.JsonNamingPolicy.CamelCase.ConvertName(((CoderKind)coder).ToString());
}
