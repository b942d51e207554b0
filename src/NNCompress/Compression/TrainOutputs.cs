namespace NNCompress.Compression;

/// <summary>Where train writes.</summary>
/// <param name="Main">The trained network.</param>
/// <param name="Initial">The network before training; null for nowhere.</param>
internal sealed record TrainOutputs(string Main, string? Initial)
{
    private const int LongestName = 100;

    /// <exception cref="NncException">NNC1024: two files in one place, or in the model's.</exception>
    public static TrainOutputs Of(CompressionRequest request, bool specified)
    {
        // A specification is no path: its name, without what file names cannot have, stands for one in the current folder.
        CompressionRequest named = specified ? request with { ModelPath = $"{NameOf(request.ModelPath)}.onnx" } : request;
        string main = OutputPaths.Main(named, specified ? ".onnx" : ".trained.onnx");
        string? initial = request.InitialPath switch
        {
            null => null,
            "" => Path.Combine(Path.GetDirectoryName(main) ?? "", $"{Path.GetFileNameWithoutExtension(main)}.initial.onnx"),
            string path => path,
        };
        OutputPaths.KeepApart(request, [.. new[] { main, initial, request.Training.Checkpoint }.OfType<string>()]);
        return new TrainOutputs(main, initial);
    }

    private static string NameOf(string specification) =>
        string.Concat(specification.Take(LongestName).Select(c => char.IsAsciiLetterOrDigit(c) || c == '.' ? c : '-'));
}
