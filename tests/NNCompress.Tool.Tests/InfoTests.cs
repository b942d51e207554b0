using System.Runtime.InteropServices;

namespace NNCompress.Tool.Tests;

public sealed class InfoTests
{
    [Fact]
    public void Info_names_version_machine_and_parts()
    {
        ToolRun run = ToolRun.Of("--info");

        Assert.Equal((0, ""), (run.Exit, run.Error));
        Dictionary<string, string> lines = run.Out.Split('\n', StringSplitOptions.RemoveEmptyEntries).ToDictionary(l => l[..13].Trim(), l => l[13..].Trim());
        Assert.Equal(typeof(Head).Assembly.GetName().Version!.ToString(3), lines["version"]);
        Assert.Contains(RuntimeInformation.FrameworkDescription, lines["runtime"], StringComparison.Ordinal);
        Assert.Contains(RuntimeInformation.OSArchitecture.ToString(), lines["system"], StringComparison.Ordinal);
        Assert.Matches(@"^\d+ cores, ", lines["processor"]);
        Assert.Matches(@"^(Scalar|Vector\d+) in the engine; the runtime accelerates \d+ bits$", lines["vectors"]);
        Assert.Matches(@"^managed \(\d{3} operators\)$", lines["engines"]);
        Assert.Equal("managed", lines["JPEG codecs"]);
        Assert.Matches(@"^imagesharp \(.+\), torchsharp \(.+\)$", lines["plug-ins"]);
        Assert.Contains("quantised", lines["coders"], StringComparison.Ordinal);
        Assert.Equal("MIT", lines["licence"]);
    }
}
