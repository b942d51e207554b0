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
    public void Sections_are_in_order_each_with_cause_remedy_and_example()
    {
        Assert.Equal(Documented.Distinct().Order(), Documented);
        Assert.All(Sections, s =>
        {
            Assert.Contains("- Cause: ", s, StringComparison.Ordinal);
            Assert.Contains("- Remedy: ", s, StringComparison.Ordinal);
            Assert.Contains("- Example: ", s, StringComparison.Ordinal);
        });
    }

    private static IEnumerable<string> Codes(string folder, params string[] extensions) =>
        Repository.Files(folder, extensions).SelectMany(f => Code().Matches(File.ReadAllText(f))).Select(m => m.Value);

    [GeneratedRegex(@"NNC\d{4}")]
    private static partial Regex Code();

    [GeneratedRegex(@"^## (?=NNC\d{4})", RegexOptions.Multiline)]
    private static partial Regex Section();
}
