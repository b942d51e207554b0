using System.Text;
using System.Text.RegularExpressions;
using Xunit.Abstractions;

namespace Packages.Tests;

/// <summary>README.md and the packages' pages, taken at their word: what they print is run with the packages as a user would have them.</summary>
[Collection(PackagesFixture.Collection)]
public sealed partial class ReadmeTests(ITestOutputHelper log)
{
    private static readonly string[] Pages =
        ["README.md", "src/NNCompress.Tool/README.md", "src/NNCompress.MSBuild/README.md", "src/NNCompress.Runtime/README.md", "src/NNCompress/README.md"];

    private static readonly ReadmeSnippet[] Snippets = [.. Pages.SelectMany(ReadmeSnippet.Of)];

    private static readonly Lazy<ReadmeFolder> Prepared = new(() => new ReadmeFolder());

    public static TheoryData<string> Projects => [.. Snippets.Where(s => s.Language == "xml").Select(s => s.Page).Distinct()];

    [Fact]
    public void WhatIsNotRunHasItsReason()
    {
        foreach (ReadmeSnippet snippet in Snippets.Where(s => (s.NotRun ?? s.StandIns) is not null))
            log.WriteLine($"{snippet}: {(snippet.NotRun is null ? "compiled with stand-ins for" : "not run:")} {snippet.NotRun ?? snippet.StandIns}");

        Assert.All(Snippets.Where(s => s.NotRun is null), s => Assert.Contains(s.Language, new[] { "sh", "xml", "csharp" }));
        // Commands are fenced, so that they are seen here.
        Assert.All(Pages, p => Assert.DoesNotMatch(@"(?m)^    (dotnet|source) ", File.ReadAllText(Path.Combine(PackagesFixture.RepositoryRoot, p))));
        Assert.True(Snippets.Count(s => s.NotRun is null && s.Language == "sh") >= 5);
    }

    [UnixFact]
    public void CommandsRunAsTheyArePrinted()
    {
        List<string> failures = [];
        foreach (ReadmeSnippet snippet in Snippets.Where(s => s.Language == "sh" && s.NotRun is null))
        {
            ReadmeFolder reader = Prepared.Value;
            DateTime started = DateTime.UtcNow;
            (int exitCode, string output) = reader.Shell(reader.Copy("reader"), snippet.Text);
            log.WriteLine($"{snippet}: exit code {exitCode}, {(DateTime.UtcNow - started).TotalSeconds:F1} s");
            if (exitCode != 0)
                failures.Add($"{snippet}:\n{snippet.Text}{output}");
        }
        Assert.True(failures.Count == 0, string.Join("\n", failures));
    }

    /// <summary>The first xml snippet of a page becomes a project, its C# a program, and that is built and run.</summary>
    [UnixTheory]
    [MemberData(nameof(Projects))]
    public void ProjectsBuildAndTheirProgramsRun(string page)
    {
        ReadmeSnippet[] ours = [.. Snippets.Where(s => s.Page == page && s.NotRun is null)];
        string folder = Prepared.Value.Copy("program");
        string items = ours.First(s => s.Language == "xml").Text;
        Assert.Contains("Version=\"0.1.0\"", items);
        File.WriteAllText(Path.Combine(folder, "Program.csproj"), $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <TargetFramework>net10.0</TargetFramework><OutputType>Exe</OutputType><Nullable>enable</Nullable><ImplicitUsings>enable</ImplicitUsings>
                <RootNamespace>Reader</RootNamespace><TreatWarningsAsErrors>true</TreatWarningsAsErrors>
                <!-- As in a page, values are named that nothing uses; TorchSharp names types as Python does. -->
                <NoWarn>CS0219;CS8321;CS8981</NoWarn>
              </PropertyGroup>
              {items.Replace("Version=\"0.1.0\"", $"Version=\"{PackagesFixture.Version}\"", StringComparison.Ordinal)}
              <ItemGroup>
                <PackageReference Include="Microsoft.Extensions.DependencyInjection.Abstractions" Version="{PackagesFixture.RestoredVersion("microsoft.extensions.dependencyinjection.abstractions")}" />
              </ItemGroup>
            </Project>
            """);
        StringBuilder program = new("global using Reader;\n");
        ReadmeSnippet[] code = [.. ours.Where(s => s.Language == "csharp")];
        ReadmeSnippet[] statements = [.. code.Where(s => !TypesOnly(s))];
        foreach (string line in statements.SelectMany(s => Using().Matches(s.Text)).Select(m => m.Value).Distinct())
            program.Append(line).Append('\n');
        foreach (ReadmeSnippet snippet in statements)
        {
            // Types stand behind the statements.
            string text = Using().Replace(snippet.Text, "");
            int types = Declaration().Match(text) is { Success: true } match ? match.Index : text.Length;
            program.Append($"{{\n{text[..types]}\n}}\n");
            if (types < text.Length)
                File.WriteAllText(Path.Combine(folder, $"Types{snippet.Line}.cs"), string.Concat(Using().Matches(snippet.Text).Select(m => m.Value)) + text[types..]);
        }
        File.WriteAllText(Path.Combine(folder, "Program.cs"), program.ToString());
        foreach (ReadmeSnippet snippet in code.Where(TypesOnly))
            File.WriteAllText(Path.Combine(folder, $"Snippet{snippet.Line}.cs"), snippet.Text);
        // The namespace is there where the build generates no class, too.
        File.WriteAllText(Path.Combine(folder, "StandIns.cs"), $"namespace Reader {{ }}\n{(code.Any(s => s.StandIns is not null) ? StandIns.Source : "")}");

        (int exitCode, string output) = Dotnet.Run(folder, "run");

        log.WriteLine(output);
        Assert.True(exitCode == 0, output);
    }

    private static bool TypesOnly(ReadmeSnippet snippet) => Declaration().Match(Using().Replace(snippet.Text, "").TrimStart()) is { Success: true, Index: 0 };

    [GeneratedRegex(@"^using (static )?[\w.]+;\n", RegexOptions.Multiline)]
    private static partial Regex Using();

    [GeneratedRegex(@"^(/// .*\n)*(public|internal) ", RegexOptions.Multiline)]
    private static partial Regex Declaration();
}
