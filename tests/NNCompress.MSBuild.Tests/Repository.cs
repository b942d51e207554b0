namespace NNCompress.MSBuild.Tests;

/// <summary>Files of the repository that the tests hold to the code.</summary>
internal static class Repository
{
    private static readonly bool Update = Environment.GetEnvironmentVariable("UPDATE_README") == "1";

    public static string Path(params string[] parts)
    {
        string folder = AppContext.BaseDirectory;
        while (!File.Exists(System.IO.Path.Combine(folder, "dotnet-nncompress.sln")))
            folder = System.IO.Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("The tests run outside the repository.");
        return System.IO.Path.Combine([folder, .. parts]);
    }

    /// <summary>Holds a file, or the part of it between two markers, to a text; with UPDATE_README=1 writes it.</summary>
    public static void Holds(string path, string expected, string begin = "", string end = "")
    {
        string text = File.Exists(path) ? File.ReadAllText(path).ReplaceLineEndings("\n") : "";
        int from = begin.Length == 0 ? 0 : text.IndexOf(begin, StringComparison.Ordinal) + begin.Length;
        int to = end.Length == 0 ? text.Length : text.IndexOf(end, from, StringComparison.Ordinal);
        if (Update)
            File.WriteAllText(path, text[..from] + expected + text[to..]);
        else
            Assert.Equal(expected, text[from..to]);
    }
}
