using NNCompress.Tool.CommandLine;

namespace NNCompress.Tool.Tests;

public sealed class ReadmeTests
{
    private const string Begin = "<!-- options: kept by the tests -->\n", End = "<!-- end of options -->";

    private static readonly string Path = Repository.Path("README.md");

    [Fact]
    public void The_table_of_options_is_that_of_the_tool()
    {
        string text = File.ReadAllText(Path).ReplaceLineEndings("\n");
        int begin = text.IndexOf(Begin, StringComparison.Ordinal) + Begin.Length, end = text.IndexOf(End, StringComparison.Ordinal);
        if (Environment.GetEnvironmentVariable("UPDATE_README") == "1")
            File.WriteAllText(Path, text[..begin] + Table() + text[end..]);
        else
            Assert.Equal(Table(), text[begin..end]);
    }

    private static string Table()
    {
        IEnumerable<string> rows = Options.All.Select(o => $"| `{o.Usage.Replace("|", "\\|", StringComparison.Ordinal)}` | {VerbsOf(o)} | {o.Description.Replace("|", "\\|", StringComparison.Ordinal)} |");
        return string.Join('\n', ["", "| option | of | does |", "| --- | --- | --- |", .. rows, "", ""]);
    }

    private static string VerbsOf(Option option) =>
        option.Verbs == Verbs.All ? "all" : option.Verbs == Verbs.Reporting ? "all but init" : string.Join(", ", Verb.All.Where(v => option.Verbs.HasFlag(v.Kind)).Select(v => v.Name));
}
