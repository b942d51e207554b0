using NNCompress.Reports;

namespace NNCompress.Compression.Sweeping;

/// <summary>Where a sweep writes.</summary>
/// <param name="Rows">The JSON file of its rows; null for none.</param>
/// <param name="Curve">The picture of size against accuracy; null for none.</param>
internal sealed record SweepOutputs(string? Rows, string? Curve)
{
    private const string CurveSuffix = ".sweep.svg";

    /// <param name="request">Names a folder for both (<c>-o DIR/</c>), or a .svg file for the curve; the rows have their own file where that is named.</param>
    /// <param name="model">The model file: outputs in a folder take its name.</param>
    /// <exception cref="NncException">NNC1024: one file has two parts to play. NNC1111: an output that is neither a folder nor a picture.</exception>
    public static SweepOutputs Of(CompressionRequest request, string model)
    {
        SweepSettings sweep = request.Sweep;
        string? curve = null, rows = sweep.RowsPath;
        if (request.OutputPath is { } output)
        {
            curve = OutputPaths.Main(request with { ModelPath = model }, CurveSuffix);
            if (curve != output)
                rows ??= Path.Combine(output, $"{Path.GetFileName(curve)[..^CurveSuffix.Length]}.sweep{(sweep.Shard is { } part ? $"-{part.Number}-of-{part.Count}" : "")}.json");
            else if (!Path.GetExtension(output).Equals(".svg", StringComparison.OrdinalIgnoreCase))
                throw new NncException("NNC1111", output, "sweep writes rows and curve to a folder, or the curve alone to a .svg file: end the folder's name in a slash, or give another name to --output.");
        }
        // A part is no curve.
        curve = sweep.Shard is null ? curve : null;
        OutputPaths.KeepApart(request, [.. new[] { rows, curve }.OfType<string>()]);
        return sweep.Parts.Count > 0 || sweep.Shard is null || rows is not null ? new SweepOutputs(rows, curve)
            : throw new NncException("NNC1003", null, "--shard writes its rows for sweep merge: add --json PATH, or -o DIR/.");
    }

    /// <summary>Writes both.</summary>
    /// <exception cref="NncException">NNC2003: a file cannot be written.</exception>
    public IReadOnlyList<string> Write(SweepReport sweep)
    {
        if (Rows is not null)
            AtomicFile.Write(Rows, SweepJson.ToJson(sweep));
        if (Curve is not null)
            AtomicFile.Write(Curve, SweepCurve.Draw(sweep));
        return [.. new[] { Rows, Curve }.OfType<string>()];
    }
}
