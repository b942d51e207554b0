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
    public static IReadOnlyList<TensorRow> Tensors(Network before, Network after, IReadOnlyList<EncodedTensor>? encoded)
    {
        Dictionary<string, EncodedTensor> byName = encoded?.ToDictionary(t => t.Decoded.Name) ?? [];
        return [.. after.Weights.Select(tensor =>
        {
            EncodedTensor? coded = byName.GetValueOrDefault(tensor.Name);
            long bytes = coded?.Payload.Length ?? 4L * tensor.Length;
            TensorCoding? coding = coded?.Coding;
            return new TensorRow(
                tensor.Name, tensor.Shape, before.Constant(tensor.Name)?.Shape ?? tensor.Shape, coded is null ? null : CoderName((int)coded.Coder), bytes,
                tensor.Length == 0 ? 0 : 8.0 * bytes / tensor.Length,
                coded?.Coder == CoderKind.Quantised ? coding!.Step : null,
                coded?.Coder is CoderKind.JpegPerNeuron or CoderKind.JpegTiled ? coding!.Quality : null);
        })];
    }

    public static IReadOnlyList<TensorRow> Sections(NnzFile archive) => [.. archive.Sections.Select(s =>
    {
        long elements = s.Shape.Aggregate(1L, (a, b) => a * b);
        return new TensorRow(s.Name, s.Shape, s.Shape, CoderName(s.Coder), s.Bytes, elements == 0 ? 0 : 8.0 * s.Bytes / elements);
    })];

    public static IReadOnlyList<LayerRow> Layers(Network network)
    {
        IReadOnlyDictionary<string, int[]> shapes = ShapeInference.Infer(network, 1, lenient: true);
        return [.. NetworkCost.PerNode(network).Where(c => c.Node.OpType != "Constant").Select(c => new LayerRow(
            c.Node.Name, c.Node.OpType, c.Node.Outputs.Count > 0 ? shapes.GetValueOrDefault(c.Node.Outputs[0]) ?? [] : [], c.Parameters, c.Macs))];
    }

    /// <param name="dependencies">Of the network before.</param>
    /// <param name="removed">Units that left; null for none.</param>
    public static IReadOnlyList<GroupRow> Groups(Dependencies dependencies, IReadOnlySet<int>? removed = null) => [.. dependencies.Groups.Select(g => new GroupRow(
        g.Name, g.Units.Length, g.Units.Count(u => removed?.Contains(u) != true), g.Locked, [.. g.Axes.Select(a => a.ToString())]))];

    private static string CoderName(int coder) => System.Text.Json.JsonNamingPolicy.CamelCase.ConvertName(((CoderKind)coder).ToString());
}
