namespace NNCompress.Tests;

/// <summary>The networks in samples/models.</summary>
internal static class SampleModels
{
    /// <summary>The repository's folder.</summary>
    public static string Root { get; } = FindRoot();

    public static IReadOnlyList<string> All { get; } = ["fashion-mlp-300-150.onnx", "fashion-mlp-512.onnx", "fashion-lenet.onnx"];

    public static string Path(string file) => System.IO.Path.Combine(Root, "samples", "models", file);

    private static string FindRoot()
    {
        string? folder = AppContext.BaseDirectory;
        while (folder is not null && !File.Exists(System.IO.Path.Combine(folder, "dotnet-nncompress.sln")))
            folder = System.IO.Path.GetDirectoryName(folder);
        return folder ?? throw new DirectoryNotFoundException("The tests must run inside the repository: no dotnet-nncompress.sln above them.");
    }
}
