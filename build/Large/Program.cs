// Makes a model of 2.2 GB with external data in a temporary folder, encodes and decodes it with the tool in processes of its own, and reports time, sizes and
// peak memory. Fails where memory passes 1.5 × the largest tensor + 200 MB, or where a decoded weight is further from the original than half a step.
// dotnet run --project build/Large -c Release [-- --gigabytes N] [--folder PATH]
using System.Globalization;
using System.Text.Json;
using Large;

double gigabytes = 2.2;
string parent = Path.GetTempPath();
for (int i = 0; i + 1 < args.Length; i += 2)
{
    if (args[i] == "--gigabytes")
        gigabytes = double.Parse(args[i + 1], CultureInfo.InvariantCulture);
    else if (args[i] == "--folder")
        parent = args[i + 1];
    else
        throw new ArgumentException($"There is no option '{args[i]}'.");
}

DirectoryInfo folder = Directory.CreateDirectory(Path.Combine(parent, $"nncompress-large-{Guid.NewGuid():N}"));
try
{
    string model = Path.Combine(folder.FullName, "large.onnx"), artifact = Path.Combine(folder.FullName, "large.nnz"), report = Path.Combine(folder.FullName, "large.json"), decoded = Path.Combine(folder.FullName, "back", "decoded.onnx");
    SampleTensor[] tensors = SampleModel.Write(model, (long)(gigabytes * 1e9));
    long largest = tensors.Max(t => t.Bytes), limit = largest * 3 / 2 + 200_000_000;
    Console.WriteLine(FormattableString.Invariant($"model: {tensors.Sum(t => t.Bytes) / 1e6:F0} MB in {tensors.Length} tensors, the largest {largest / 1e6:F0} MB; limit {limit / 1e6:F0} MB"));
    ToolRun encode = ToolRun.Of("encode", model, "-o", artifact, "--json", report);
    Console.WriteLine(FormattableString.Invariant($"encode: {encode.Seconds:F0} s, peak {encode.PeakBytes / 1e6:F0} MB; {new FileInfo(artifact).Length / 1e6:F0} MB"));
    ToolRun decode = ToolRun.Of("decode", artifact, "-o", decoded);
    Console.WriteLine(FormattableString.Invariant($"decode: {decode.Seconds:F0} s, peak {decode.PeakBytes / 1e6:F0} MB; {string.Join(" + ", Directory.GetFiles(Path.GetDirectoryName(decoded)!).Select(f => $"{Path.GetFileName(f)} {new FileInfo(f).Length:N0}"))}"));
    double worst = SampleModel.WorstError(decoded, model, Steps(report));
    Console.WriteLine(FormattableString.Invariant($"worst error: {worst:F4} of a step (at most 0.5 by rounding, and what floats cost)"));
    string[] failures =
    [
        .. encode.PeakBytes > limit ? ["encode takes too much memory"] : Array.Empty<string>(),
        .. decode.PeakBytes > limit ? ["decode takes too much memory"] : Array.Empty<string>(),
        .. worst > 0.501 ? ["weights are further from the original than half a step"] : Array.Empty<string>(),
    ];
    Console.WriteLine(failures.Length == 0 ? "passed" : $"FAILED: {string.Join("; ", failures)}");
    return failures.Length;
}
finally
{
    folder.Delete(recursive: true);
}

// The steps that the tool reports, by tensor.
static Dictionary<string, double> Steps(string report)
{
    using JsonDocument json = JsonDocument.Parse(File.ReadAllText(report));
    return json.RootElement.GetProperty("tensors").EnumerateArray().Where(t => t.TryGetProperty("step", out JsonElement step) && step.ValueKind == JsonValueKind.Number)
        .ToDictionary(t => t.GetProperty("name").GetString()!, t => t.GetProperty("step").GetDouble());
}
