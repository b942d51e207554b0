namespace Packages.Tests;

/// <summary>What init has set up is built and run.</summary>
[Collection(PackagesFixture.Collection)]
public sealed class InitTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void AProjectThatInitHasSetUpBuildsAndRuns(bool central)
    {
        string folder = PackagesFixture.NewFolder("shop");
        string app = Path.Combine(folder, "my-app");
        TinyNetwork network = new(seed: 4);
        File.WriteAllBytes(Path.Combine(folder, "net.onnx"), network.Onnx());
        File.WriteAllText(Path.Combine(folder, "net.csv"), network.Csv(400));
        Must(Dotnet.Run(folder, "new", "classlib", "-o", app, "-f", "net10.0"));
        string project = Path.Combine(app, "my-app.csproj"), props = Path.Combine(folder, "Directory.Packages.props");
        if (central)
            File.WriteAllText(props, "<Project>\n  <PropertyGroup>\n    <ManagePackageVersionsCentrally>true</ManagePackageVersionsCentrally>\n  </PropertyGroup>\n</Project>\n");
        Must(Dotnet.Run(folder, "tool", "install", "dotnet-nncompress", "--tool-path", "tools", "--version", PackagesFixture.Version));
        string tool = Path.Combine(folder, "tools", OperatingSystem.IsWindows() ? "dotnet-nncompress.exe" : "dotnet-nncompress");

        Must(Dotnet.Start(tool, app, "init", "../net.onnx", "--data", "../net.csv", "--accuracy-budget", "20"));
        string again = Must(Dotnet.Start(tool, app, "init", "../net.onnx", "--data", "../net.csv", "--accuracy-budget", "20"));

        Assert.Contains("nothing has changed", again);
        // The tool names the version of its release; what was packed here is none.
        string versioned = central ? props : project;
        string text = File.ReadAllText(versioned);
        Assert.Contains("Version=\"0.1.0\"", text);
        File.WriteAllText(versioned, text.Replace("Version=\"0.1.0\"", $"Version=\"{PackagesFixture.Version}\"", StringComparison.Ordinal));
        File.WriteAllText(Path.Combine(app, "Class1.cs"), "public static class Sizes { public static int Onnx => my_app.Net.ReadOnnx().Length; }");
        string built = Must(Dotnet.Run(app, "build", "-nr:false"));
        Assert.Matches(@"net\.onnx → net\.nnz [0-9.]+ (k?B|bytes) → [0-9.]+ (k?B|bytes) \(", built);
        Assert.Contains("0 Warning(s)", built);
    }

    private static string Must((int ExitCode, string Output) run)
    {
        Assert.True(run.ExitCode == 0, run.Output);
        return run.Output;
    }
}
