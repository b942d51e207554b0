using System.Runtime.CompilerServices;

namespace NNCompress.Tests.Coding;

/// <summary>The networks in samples/models.</summary>
internal static class Samples
{
    public static string Model(string name) => Path.Combine(Root(), "samples", "models", name);

    public static string Root([CallerFilePath] string here = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "..", "..", ".."));
}
