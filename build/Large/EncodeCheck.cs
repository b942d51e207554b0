using System.Text.Json;

namespace Large;

/// <summary>
/// Encodes and decodes a great model with external data. Memory has to stay below 1.5 × the largest tensor + 200 MB, and weights within half a step of the original's. Then channels leave
/// it, and the tool reads what is left.
/// </summary>
internal static class EncodeCheck
{
    /// <param name="folder">Where to work.</param>
    /// <param name="bytes">Of the model's weights, at least.</param>
    /// <returns>What failed.</returns>
    public static string[] Run(string folder, long bytes)
    {
        string model = Path.Combine(folder, "large.onnx"), artifact = Path.Combine(folder, "large.nnz"), report = Path.Combine(folder, "large.json"), decoded = Path.Combine(folder, "back", "decoded.onnx");
        SampleTensor[] tensors = SampleModel.Write(model, bytes);
        long largest = tensors.Max(t => t.Bytes), limit = largest * 3 / 2 + 200_000_000;
        Console.WriteLine(FormattableString.Invariant($"model: {tensors.Sum(t => t.Bytes) / 1e6:F0} MB in {tensors.Length} tensors, the largest {largest / 1e6:F0} MB; limit {limit / 1e6:F0} MB"));
        ToolRun encode = ToolRun.Of("encode", model, "-o", artifact, "--json", report);
        Console.WriteLine(FormattableString.Invariant($"encode: {encode.Seconds:F0} s, peak {encode.PeakBytes / 1e6:F0} MB; {new FileInfo(artifact).Length / 1e6:F0} MB"));
        ToolRun decode = ToolRun.Of("decode", artifact, "-o", decoded);
        Console.WriteLine(FormattableString.Invariant($"decode: {decode.Seconds:F0} s, peak {decode.PeakBytes / 1e6:F0} MB; {string.Join(" + ", Directory.GetFiles(Path.GetDirectoryName(decoded)!).Select(f => $"{Path.GetFileName(f)} {new FileInfo(f).Length:N0}"))}"));
        double worst = SampleModel.WorstError(decoded, model, Steps(report));
        Console.WriteLine(FormattableString.Invariant($"worst error: {worst:F4} of a step (at most 0.5 by rounding, and what floats cost)"));
        string pruned = Path.Combine(folder, "pruned.onnx");
        ToolRun prune = ToolRun.Of("prune", model, "--method", "magnitude", "--ratio", "0.01", "-o", pruned), inspect = ToolRun.Of("inspect", pruned);
        Console.WriteLine(FormattableString.Invariant($"prune: {prune.Seconds:F0} s, peak {prune.PeakBytes / 1e6:F0} MB; {string.Join(" + ", Directory.GetFiles(folder, "pruned*").Order().Select(f => $"{Path.GetFileName(f)} {new FileInfo(f).Length:N0}"))}; inspected in {inspect.Seconds:F0} s"));
        return
        [
            .. encode.PeakBytes > limit ? ["encode takes too much memory"] : Array.Empty<string>(),
            .. decode.PeakBytes > limit ? ["decode takes too much memory"] : Array.Empty<string>(),
            .. worst > 0.501 ? ["weights are further from the original than half a step"] : Array.Empty<string>(),
        ];
    }

    /// <summary>The steps that the tool reports, by tensor.</summary>
    private static Dictionary<string, double> Steps(string report)
    {
        using JsonDocument json = JsonDocument.Parse(File.ReadAllText(report));
        return json.RootElement.GetProperty("tensors").EnumerateArray().Where(t => t.TryGetProperty("step", out JsonElement step) && step.ValueKind == JsonValueKind.Number)
            .ToDictionary(t => t.GetProperty("name").GetString()!, t => t.GetProperty("step").GetDouble());
    }
}
