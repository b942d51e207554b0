using System.Globalization;
using System.Text;

namespace Zoo;

/// <summary>Rows as a page of Markdown.</summary>
internal static class ZooPage
{
    public static string Write(IReadOnlyList<ZooRow> rows)
    {
        StringBuilder page = new();
        page.Append("# The zoo\n\n<!-- dotnet run --project build/Zoo -c Release -->\n\n");
        page.Append("Networks as PyTorch and torchvision export them, with random weights, batch norm statistics, layer scales and heads. Each is loaded and run, loses 30 % of its parameters to `prune --ratio 0.3`\n");
        page.Append(CultureInfo.InvariantCulture, $"(method *reconstruct*, {ZooCheck.Calibration} made-up inputs, {ZooCheck.FewCalibration} of the large ones), and is judged by ONNX Runtime on three inputs. Deviations are the largest difference of two outputs, relative to the largest output; the limit is 0.001.\n\n");
        page.Append("*exported* and *pruned*: the managed engine beside ONNX Runtime, on the network as exported and on the file that `prune` wrote. *zeroed*: the network without the channels beside the whole one in which no\n");
        page.Append("layer listens to them, with nothing made up for, in ONNX Runtime and in the managed engine; *moved*: how far zeroing moves the outputs. *free*: channels between layers that may leave. Seconds and peak memory\n");
        page.Append("are those of `prune`, in a process of its own, on two cores.\n\n");
        page.Append("| network | input | operators (kinds) | parameters | MACs | exported | pruned | zeroed, ONNX Runtime | zeroed, engine | moved | removed | free | seconds | peak memory, MB (file) |\n");
        page.Append("| --- | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |\n");
        foreach (ZooRow row in rows)
            page.Append(Line(row)).Append('\n');
        page.Append("\n## What holds channels\n\n");
        foreach (ZooRow row in rows)
        {
            if (row.Failure is not null)
                page.Append(CultureInfo.InvariantCulture, $"- **{row.Name} fails**: {row.Failure}\n");
            else if (row.Held.Count == 0)
                page.Append(CultureInfo.InvariantCulture, $"- {row.Name}: nothing.\n");
            else
                page.Append(CultureInfo.InvariantCulture, $"- {row.Name}:\n{string.Concat(row.Held.Select(h => $"  - {h}\n"))}");
        }
        return page.ToString();
    }

    public static string Line(ZooRow r)
    {
        if (r.Parameters == 0)
            return $"| {r.Name} | – | – | – | – | – | – | – | – | – | – | – | – | – |";
        FormattableString[] cells =
        [
            $"{r.Name}", $"{r.Input}", $"{r.Operators} ({r.OperatorTypes})", $"{r.Parameters:N0}", $"{r.Macs / 1e6:N0} M", $"{r.Original:0.0e-0}", $"{r.Pruned:0.0e-0}", $"{r.ZeroedInRuntime:0.0e-0}",
            $"{r.ZeroedInEngine:0.0e-0}", $"{r.Moved:0.00}", $"{100 * r.Removed:f1} %", $"{r.Free:N0} of {r.Channels:N0}", $"{r.Seconds:f0}", $"{r.PeakBytes / 1e6:N0} ({r.FileBytes / 1e6:N0})",
        ];
        return $"| {string.Join(" | ", cells.Select(c => c.ToString(CultureInfo.InvariantCulture)))} |";
    }
}
