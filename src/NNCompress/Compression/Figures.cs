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
    /// <param name="sections">Its codings; null for an ONNX file.</param>
    /// <param name="fileBytes">Of the file that holds the result; null where it tells nothing.</param>
    public static IReadOnlyList<TensorRow> Tensors(Network before, Network after, IReadOnlyList<CodedSection>? sections, long? fileBytes)
    {
        Dictionary<string, CodedSection> byName = sections?.ToDictionary(t => t.Name) ?? [];
        HashSet<string> known = [.. before.ConstantNames];
        return [.. after.WeightNames.Select(name =>
        {
            CodedSection? coded = byName.GetValueOrDefault(name);
            int[] shape = after.ShapeOf(name);
            long elements = Elements(shape), bytes = coded?.Bytes ?? TensorCodec.Width(after.TypeOf(name)) * elements;
            CoderKind? coder = coded?.Coding.Coder;
            return new TensorRow(
                name, shape, known.Contains(name) ? before.ShapeOf(name) : shape, coder is null ? null : CoderName((int)coder), bytes, elements == 0 ? 0 : 8.0 * bytes / elements,
                coder is CoderKind.Quantised or CoderKind.Scaled ? coded!.Coding.Step : null,
                coder is CoderKind.JpegPerNeuron or CoderKind.JpegTiled && coded!.Coding.Quality > 0 ? coded.Coding.Quality : null,
                coded is null ? TypeName(after.TypeOf(name)) : null, Share(bytes, fileBytes))
            {
                Rivals = coded is { Rivals.Count: > 0 } ? [.. coded.Rivals.Select(r => new RivalRow(CoderName((int)r.Coder), r.Bytes))] : null,
            };
        })];
    }

    public static IReadOnlyList<TensorRow> Sections(NnzFile archive, long fileBytes) => [.. archive.Sections.Select(s =>
    {
        long elements = Elements(s.Shape);
        return new TensorRow(s.Name, s.Shape, s.Shape, CoderName(s.Coder), s.Bytes, elements == 0 ? 0 : 8.0 * s.Bytes / elements, Share: Share(s.Bytes, fileBytes));
    })];

    /// <summary>One row for each weight of an ONNX file: floating-point constants, and integers that a DequantizeLinear reads.</summary>
    public static IReadOnlyList<TensorRow> Stored(Network network, long fileBytes)
    {
        HashSet<string> integers = [.. network.Nodes.Where(n => n.IsQuantisation && n.Inputs.Count > 0).Select(n => n.Inputs[0])];
        HashSet<string> floats = [.. network.WeightNames];
        return [.. network.ConstantNames.Where(n => floats.Contains(n) || integers.Contains(n)).Select(n =>
        {
            (int[] shape, int width) = (network.ShapeOf(n), TensorCodec.Width(network.TypeOf(n)));
            long bytes = width * Elements(shape);
            return new TensorRow(n, shape, shape, null, bytes, 8 * width, Type: TypeName(network.TypeOf(n)), Share: Share(bytes, fileBytes));
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

    private static long Elements(int[] shape) => shape.Aggregate(1L, (a, b) => a * b);

    private static string TypeName(ElementType type) => type.ToString().ToLowerInvariant();

    /// <summary>Weights; where PyTorch numbered one, with the node, whose name tells where it stands.</summary>
    private static IReadOnlyList<string> Names(IEnumerable<Layer> layers) =>
        [.. layers.Select(l => l.Weight.StartsWith("onnx::", StringComparison.Ordinal) ? $"{l.Weight} ({l.Node.Name})" : l.Weight).Distinct()];

    private static string CoderName(int coder) => System.Text.Json.JsonNamingPolicy.CamelCase.ConvertName(((CoderKind)coder).ToString());
}
