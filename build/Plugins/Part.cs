using System.Text.Json;
using System.Text.RegularExpressions;

namespace Plugins;

/// <summary>An engine or codec and the tests that it must pass.</summary>
/// <param name="Name">As the command line calls it.</param>
/// <param name="Suite">What the tests are.</param>
/// <param name="Project">Their project, in tests.</param>
/// <param name="Filter">Which of its tests; null for all.</param>
/// <param name="Switch">The property that switches the part on; null where it always is.</param>
/// <param name="Package">The package that it stands on, and the property that says which version; null for none.</param>
internal sealed partial record Part(string Name, string Suite, string Project, string? Filter, string? Switch, (string Id, string Version)? Package)
{
    public static IReadOnlyList<Part> All { get; } =
    [
        new("managed", "engine", "NNCompress.Tests", "FullyQualifiedName~ManagedConformance", null, null),
        new("managed", "JPEG codec", "NNCompress.Tests", "FullyQualifiedName~ManagedJpegCodecTests", null, null),
        new("torchsharp", "engine", "NNCompress.TorchSharp.Tests", null, "UseTorchSharp", ("TorchSharp", "TorchSharpVersion")),
        new("imagesharp", "JPEG codec", "NNCompress.ImageSharp.Tests", null, "UseImageSharp", ("SixLabors.ImageSharp", "ImageSharpVersion")),
    ];

    public Outcome Run(Settings settings)
    {
        string path = Path.Combine("tests", Project, $"{Project}.csproj");
        string outputs = Path.Combine(Dotnet.Root, "artifacts", "plugins", $"{Name}{(settings.Versions.TryGetValue(Name, out string? version) ? $"-{version}" : "")}");
        List<string> properties = ["-c", "Release"];
        if (Switch is not null)
        {
            properties.AddRange([$"-p:{Switch}=true", $"-p:ArtifactsPath={outputs}"]);
            if (settings.Sources.Count > 0)
                properties.Add($"-p:RestoreAdditionalProjectSources={string.Join("%3B", settings.Sources)}");
            if (version is not null)
                properties.Add($"-p:{Package!.Value.Version}=[{version}]");
        }
        (int exit, string output) = Dotnet.Run(["build", path, .. properties]);
        if (exit != 0)
        {
            // NU…: the packages are not to be had, which says nothing of the part.
            Match error = Error().Match(output);
            bool restores = !error.Groups["code"].Value.StartsWith("NU", StringComparison.Ordinal);
            return new Outcome(Name, Suite, $"not built: {error.Groups["code"].Value} {error.Groups["text"].Value.Trim()}".TrimEnd(), restores, []);
        }
        (exit, output) = Dotnet.Run(["test", path, "--no-build", .. properties, .. Filter is null ? Array.Empty<string>() : ["--filter", Filter]]);
        Match summary = Summary().Match(output);
        if (!summary.Success)
            return new Outcome(Name, Suite, $"not run: {output.Trim().Split('\n')[^1]}", true, []);
        string failed = summary.Groups["failed"].Value, passed = summary.Groups["passed"].Value;
        bool sound = exit == 0 && failed == "0" && passed != "0";
        return new Outcome(Name, Suite, sound ? $"passed {passed}" : $"failed {failed} of {summary.Groups["total"].Value}", !sound, Switch is null ? [] : Used(outputs));
    }

    /// <summary>The package's version as it was restored.</summary>
    private IReadOnlyList<string> Used(string outputs)
    {
        string assets = Path.Combine(outputs, "obj", Project, "project.assets.json");
        using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(assets));
        return [.. document.RootElement.GetProperty("libraries").EnumerateObject().Select(l => l.Name).Where(n => n.StartsWith(Package!.Value.Id + "/", StringComparison.OrdinalIgnoreCase)).Select(n => n.Replace('/', ' '))];
    }

    [GeneratedRegex(@"error (?<code>[A-Z]+\d+)?\s*: (?<text>[^\r\n\[]*)")]
    private static partial Regex Error();

    [GeneratedRegex(@"Failed:\s*(?<failed>\d+), Passed:\s*(?<passed>\d+), Skipped:\s*\d+, Total:\s*(?<total>\d+)")]
    private static partial Regex Summary();
}
