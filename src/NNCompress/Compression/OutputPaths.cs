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

    /// <exception cref="NncException">NNC1024: the output would replace the model.</exception>
    public static void KeepApart(CompressionRequest request, params string[] outputs)
    {
        foreach (string output in outputs)
        {
            if (Path.GetFullPath(output) == Path.GetFullPath(request.ModelPath))
                throw new NncException("NNC1024", output, "the output would replace the model that it is made from: name another file with --output.");
        }
    }

    private static string Stem(string path)
    {
        string name = Path.GetFileNameWithoutExtension(path);
        return name.EndsWith(".compressed", StringComparison.Ordinal) ? name[..^".compressed".Length] : name;
    }
}
