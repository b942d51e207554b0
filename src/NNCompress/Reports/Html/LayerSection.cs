using System.Globalization;
using static NNCompress.Reports.Html.PageText;

namespace NNCompress.Reports.Html;

/// <summary>A row a tensor: channels and shape before and after, parameters, bytes, coder, bits a weight.</summary>
internal static class LayerSection
{
    private const int MostRows = 250;

    public static Markup? Of(CompressionReport report)
    {
        if (report.Tensors.Count == 0)
            return null;
        Markup section = new();
        TensorRow[] shown = [.. report.Tensors];
        if (shown.Length > MostRows)
        {
            HashSet<TensorRow> greatest = [.. report.Tensors.OrderByDescending(t => t.Bytes).Take(MostRows)];
            shown = [.. report.Tensors.Where(greatest.Contains)];
            section.Element("p", $"The {Count(shown.Length)} greatest of {Count(report.Tensors.Count)} tensors.", ("class", "note"));
        }
        Dictionary<string, (int Before, int After)> channels = Channels(report.Groups);
        HtmlTable table = new("tensor", ">channels", ">shape", ">parameters", ">bytes", ">of the file", "coder", ">bits a weight");
        foreach (TensorRow tensor in shown)
        {
            table.Add(
                tensor.Name, channels.TryGetValue(tensor.Name, out (int Before, int After) count) ? Arrow(Count(count.Before), Count(count.After)) : "",
                Arrow(Shape(tensor.OriginalShape), Shape(tensor.Shape)), Count(Elements(tensor.Shape)), Count(tensor.Bytes),
                tensor.Share is { } share ? string.Create(CultureInfo.InvariantCulture, $"{100 * share:0.0} %") : "", Coder(tensor), Points(tensor.BitsPerWeight));
        }
        if (shown.Length < report.Tensors.Count)
        {
            TensorRow[] others = [.. report.Tensors.Except(shown)];
            table.Add($"({Count(others.Length)} smaller tensors)", "", "", Count(others.Sum(t => Elements(t.Shape))), Count(others.Sum(t => t.Bytes)), "", "", "");
        }
        if (report.ArtifactBytes is { } bytes && report.Tensors.Any(t => t.Coder is not null))
            table.Add("(graph, names, checksums)", "", "", "", Count(bytes - report.Tensors.Sum(t => t.Bytes)), "", "", "");
        return section.Add(table.ToMarkup());
    }

    private static string Arrow(string before, string after) => before == after ? after : $"{before} → {after}";

    private static long Elements(int[] shape) => shape.Aggregate(1L, (a, b) => a * b);

    private static string Coder(TensorRow tensor) => (tensor.Coder ?? tensor.Type ?? "") switch
    {
        "jpegPerNeuron" => $"JPEG a neuron{Quality(tensor)}",
        "jpegTiled" => $"JPEG of tiles{Quality(tensor)}",
        string other => tensor.Step is { } step ? $"{other}, step {Short(step)}" : other,
    };

    private static string Quality(TensorRow tensor) => tensor.Quality is { } quality ? $", quality {quality}" : "";

    /// <summary>By the name of the weight that makes the channels; what goes several ways counts together.</summary>
    private static Dictionary<string, (int Before, int After)> Channels(IReadOnlyList<GroupRow> groups)
    {
        Dictionary<string, (int, int)> channels = [];
        foreach (GroupRow group in groups)
        {
            foreach (string producer in group.Producers)
            {
                // The node's name may stand behind the weight's.
                int end = producer.EndsWith(')') ? producer.IndexOf(" (", StringComparison.Ordinal) : -1;
                string weight = end > 0 ? producer[..end] : producer;
                (int before, int after) = channels.GetValueOrDefault(weight);
                channels[weight] = (before + group.Before, after + group.After);
            }
        }
        return channels;
    }
}
