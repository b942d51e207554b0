namespace NNCompress.Tests.Plugins;

/// <summary>The plug-ins that this repository builds for its tests.</summary>
internal static class TestPlugins
{
    public static string Counting { get; } = PathOf("CountingPlugin");

    public static string Failing { get; } = PathOf("FailingPlugin");

    /// <summary>Names no part.</summary>
    public static string Plain { get; } = Path.Combine(Path.GetDirectoryName(Counting)!, "CountingParts.dll");

    private static string PathOf(string name)
    {
        // …/tests/NNCompress.Tests/bin/Debug/net10.0/
        string[] parts = AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar).Split(Path.DirectorySeparatorChar);
        return Path.Combine(SampleModels.Root, "tests", "Plugins", name, "bin", parts[^2], parts[^1], $"{name}.dll");
    }
}
