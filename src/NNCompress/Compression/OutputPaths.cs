using NNCompress.Precision;

namespace NNCompress.Compression;

/// <summary>Where a verb writes: <c>-o FILE</c> names the main output, <c>-o DIR/</c> (or an existing folder) takes the model's name, nothing means beside the model.</summary>
public static class OutputPaths
{
    /// <param name="request">Names the model and maybe the output.</param>
    /// <param name="suffix">Put behind the model's name where the request names no file: <c>.nnz</c>, <c>.pruned.onnx</c>.</param>
    public static string Main(CompressionRequest request, string suffix)
    {
        string name = Stem(request.ModelPath) + suffix;
        if (request.OutputPath is not { } output)
            return Path.Combine(Path.GetDirectoryName(request.ModelPath) ?? "", name);
        bool folder = Path.EndsInDirectorySeparator(output) || Directory.Exists(output);
        return folder ? Path.Combine(output, name) : output;
    }

    /// <summary>The ONNX file beside an artifact.</summary>
    public static string OnnxBeside(string artifact) => Path.Combine(Path.GetDirectoryName(artifact) ?? "", Stem(artifact) + ".compressed.onnx");

    /// <summary>The ONNX file of another precision beside an output: NAME.fp16.onnx, NAME.int8.onnx.</summary>
    public static string OnnxBeside(string output, OnnxPrecision precision) =>
        Path.Combine(Path.GetDirectoryName(output) ?? "", $"{Stem(output)}.{precision.ToString().ToLowerInvariant()}.onnx");

    /// <summary>Before the work begins: no output may take the place of the model, or of another output.</summary>
    /// <param name="request">Names the model, and maybe a plan, predictions and a page.</param>
    /// <param name="outputs">What the verb writes beside these.</param>
    /// <exception cref="NncException">NNC1024: one file has two parts to play.</exception>
    public static void KeepApart(CompressionRequest request, params string[] outputs)
    {
        HashSet<string> taken = [];
        foreach (string output in outputs.Concat(new[] { request.PlanPath, request.PredictionsPath, request.ReportPath }.OfType<string>()))
        {
            if (Path.GetFullPath(output) == Path.GetFullPath(request.ModelPath))
                throw new NncException("NNC1024", output, "the output would replace the model that it is made from: name another file.");
            if (!taken.Add(Path.GetFullPath(output)))
                throw new NncException("NNC1024", output, "two outputs would be written to the same file: name another one for one of them.");
        }
    }

    private static string Stem(string path)
    {
        string name = Path.GetFileNameWithoutExtension(path);
        return name.EndsWith(".compressed", StringComparison.Ordinal) ? name[..^".compressed".Length] : name;
    }
}
