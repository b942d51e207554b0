using NNCompress.Compression;
using NNCompress.Pruning;
using NNCompress.Reports;
using NNCompress.Tool.CommandLine;
using NNCompress.Tool.Output;

namespace NNCompress.Tool.Tests;

public sealed class HelpTests
{
    public static TheoryData<string> VerbNames => [.. Verb.All.Select(v => v.Name)];

    [Fact]
    public void Help_lists_the_verbs()
    {
        ToolRun run = ToolRun.Of("--help");
        Assert.Equal((0, ""), (run.Exit, run.Error));
        Assert.All(Verb.All, v => Assert.Contains($"  {v.Name}", run.Out, StringComparison.Ordinal));
        Assert.Contains("3 accuracy budget exceeded", run.Out, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(VerbNames))]
    public void Help_of_a_verb_has_its_options_and_examples_in_lines_that_fit(string verb)
    {
        ToolRun run = ToolRun.Of(verb, "--help");
        Assert.Equal((0, ""), (run.Exit, run.Error));
        Verb asked = Verb.All.Single(v => v.Name == verb);
        Assert.All(Options.Of(asked.Kind), o => Assert.Contains($"--{o.Name}", run.Out, StringComparison.Ordinal));
        Assert.NotEmpty(asked.Examples);
        Assert.All(asked.Examples, e => Assert.Contains($"dotnet nncompress {e}", run.Out, StringComparison.Ordinal));
        Assert.All(run.Out.Split('\n'), line => Assert.InRange(line.TrimEnd().Length, 0, 130));
    }

    [Fact]
    public void Every_option_with_a_value_states_its_default_unless_absence_is_the_default()
    {
        string[] absent =
        [
            "data", "train-data", "mean-threshold", "std-threshold", "threshold", "plan", "replay", "checkpoint",
            "extract", "predictions", "shim", "report", "json", "markdown",
        ];
        IEnumerable<string> silent = Options.All.Where(o => o.ValueName is not null && !o.Description.Contains("Default: ", StringComparison.Ordinal)).Select(o => o.Name);
        Assert.Equal(absent, silent);
    }

    [Fact]
    public void Valid_values_in_the_help_are_those_of_the_enum()
    {
        string help = ToolRun.Of("prune", "--help").Out.ReplaceLineEndings(" ");
        string squeezed = string.Join(' ', help.Split(' ', StringSplitOptions.RemoveEmptyEntries));
        Assert.Contains("auto, reconstruct, activation, magnitude, apoz, lottery, taylor, l1, l0, first-k, random.", squeezed, StringComparison.Ordinal);
        Assert.Equal(Enum.GetValues<PruningMethod>().Length, OptionValue.Choices<PruningMethod>().Count());
    }

    [Fact]
    public void Every_example_parses()
    {
        foreach (string example in Verb.All.SelectMany(v => v.Examples))
        {
            Assert.NotNull(CommandLineParser.Parse(Arguments.Expand(example.Split(' ')), new ParserConsole()));
        }
    }

    [Fact]
    public void The_version_is_that_of_the_assembly()
    {
        ToolRun run = ToolRun.Of("--version");
        Assert.Equal(0, run.Exit);
        Assert.Equal(typeof(Head).Assembly.GetName().Version!.ToString(3), run.Out.Trim());
    }
}
