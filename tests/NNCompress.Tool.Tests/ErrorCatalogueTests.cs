using System.Text.RegularExpressions;

namespace NNCompress.Tool.Tests;

public sealed partial class ErrorCatalogueTests
{
    private static readonly string[] Sections = Section().Split(File.ReadAllText(Repository.Path("src", "NNCompress.Tool", "ERRORS.md")))[1..];

    private static readonly string[] Documented = [.. Sections.Select(s => s[..7])];

    private static readonly string[] Retired = [.. Sections.Where(s => s.Contains("No longer raised", StringComparison.Ordinal)).Select(s => s[..7])];

    [Fact]
    public void Every_code_in_the_sources_has_a_section()
    {
        IEnumerable<string> used = Codes("src", ".cs", ".targets", ".props").Distinct().Order();
        Assert.Equal([], used.Except(Documented));
        Assert.Equal([], used.Intersect(Retired));
    }

    [Fact]
    public void Every_documented_code_is_raised_in_some_test()
    {
        string self = $"{nameof(ErrorCatalogueTests)}.cs";
        HashSet<string> tested = [.. Repository.Files("tests", ".cs").Where(f => Path.GetFileName(f) != self).SelectMany(f => Code().Matches(File.ReadAllText(f))).Select(m => m.Value)];
        Assert.Equal([], Documented.Except(Retired).Where(c => !tested.Contains(c)));
    }

    [Fact]
    public void Sections_are_in_order() => Assert.Equal(Documented.Distinct().Order(), Documented);

    public static TheoryData<string> Codes_of_sections => [.. Documented];

    /// <summary>What it is in a sentence or two; cause, remedy and example as a list, in this order, and nothing else.</summary>
    [Theory]
    [MemberData(nameof(Codes_of_sections))]
    public void A_section_says_what_it_is_and_has_cause_remedy_and_example(string code)
    {
        string section = Sections.Single(s => s.StartsWith(code, StringComparison.Ordinal)).ReplaceLineEndings("\n");
        Assert.Matches(Shape(), section);
        Assert.All(section.Split('\n'), line => Assert.InRange(line.Length, 0, 220));
    }

    [Fact]
    public void Warnings_are_marked_as_such()
    {
        string sources = string.Concat(Repository.Files("src", ".cs").Select(File.ReadAllText));
        HashSet<string> warned = [.. Warned().Matches(sources).Select(m => m.Groups[1].Value)];
        IEnumerable<string> unmarked = Sections.Where(s => !s[7..].StartsWith(" (warning)", StringComparison.Ordinal)).Select(s => s[..7]);
        // Some are warnings here and failures there.
        Assert.Equal([], unmarked.Where(code => warned.Contains(code) && !sources.Contains($"NncException(\"{code}\"", StringComparison.Ordinal) && !sources.Contains($"new(\"{code}\"", StringComparison.Ordinal)));
    }

    private static IEnumerable<string> Codes(string folder, params string[] extensions) =>
        Repository.Files(folder, extensions).SelectMany(f => Code().Matches(File.ReadAllText(f))).Select(m => m.Value);

    [GeneratedRegex(@"^NNC\d{4}( \(warning\))?\n\n[A-Z`].+?[.:]\n\n- Cause: .+?\n- Remedy: .+?\n- Example: .+?\n(\n)?$", RegexOptions.Singleline)]
    private static partial Regex Shape();

    [GeneratedRegex("""Warning\(\s*"(NNC\d{4})""")]
    private static partial Regex Warned();

    [GeneratedRegex(@"NNC\d{4}")]
    private static partial Regex Code();

    [GeneratedRegex(@"^## (?=NNC\d{4})", RegexOptions.Multiline)]
    private static partial Regex Section();
}
