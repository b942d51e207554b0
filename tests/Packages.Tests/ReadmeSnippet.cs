using System.Text.RegularExpressions;

namespace Packages.Tests;

/// <summary>A fenced piece of a page, and what a comment above it, which readers do not see, says about running it.</summary>
/// <param name="Page">Path in the repository.</param>
/// <param name="Line">Of the fence.</param>
/// <param name="Language">Behind the fence: sh, xml, csharp, …</param>
/// <param name="Text">What stands inside.</param>
/// <param name="NotRun">Why it is not run; null where it is.</param>
/// <param name="StandIns">What it is compiled with types of the tests for; null for none.</param>
internal sealed partial record ReadmeSnippet(string Page, int Line, string Language, string Text, string? NotRun, string? StandIns)
{
    public static IEnumerable<ReadmeSnippet> Of(string page)
    {
        string text = File.ReadAllText(Path.Combine(PackagesFixture.RepositoryRoot, page)).ReplaceLineEndings("\n");
        foreach (Match match in Fence().Matches(text))
        {
            string? Said(string what) => match.Groups["what"].Value == what ? match.Groups["reason"].Value.Trim() : null;
            yield return new ReadmeSnippet(
                page, text[..match.Groups["language"].Index].Count(c => c == '\n') + 1, match.Groups["language"].Value, match.Groups["text"].Value, Said("not run"), Said("stand-ins"));
        }
    }

    public override string ToString() => $"{Page}:{Line} ({Language})";

    [GeneratedRegex(@"(<!-- (?<what>not run|stand-ins): (?<reason>[^\n]+?) -->\n)?^```(?<language>\w*)\n(?<text>.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Fence();
}
