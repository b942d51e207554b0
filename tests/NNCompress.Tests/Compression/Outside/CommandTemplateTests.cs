using NNCompress.Compression.Outside;

namespace NNCompress.Tests.Compression.Outside;

public sealed class CommandTemplateTests
{
    [Theory]
    [InlineData("score {model}", "score", "/a b/m.onnx")]
    [InlineData("  python3\teval.py  {model} {role} ", "python3", "eval.py", "/a b/m.onnx", "search")]
    [InlineData("\"C:\\my tools\\score.exe\" --in={model},{role}", "C:\\my tools\\score.exe", "--in=/a b/m.onnx,search")]
    [InlineData("sh -c 'echo \"$1\"' {model} \"\" ''", "sh", "-c", "echo \"$1\"", "/a b/m.onnx", "", "")]
    [InlineData("x \"say \\\"{model}\\\" \\n\" a'b c'd", "x", "say \"/a b/m.onnx\" \\n", "ab cd")]
    [InlineData("x {model} {other} $HOME *", "x", "/a b/m.onnx", "{other}", "$HOME", "*")]
    public void Arguments_are_parted_without_a_shell(string text, string program, params string[] arguments)
    {
        (string actual, IReadOnlyList<string> given) = CommandTemplate.Parse(text).Fill("/a b/m.onnx", EvaluatorRole.Search);
        Assert.Equal(program, actual);
        Assert.Equal(arguments, given);
    }

    [Theory]
    [InlineData("", "names no program")]
    [InlineData("'' {model}", "names no program")]
    [InlineData("score", "{model}")]
    [InlineData("{model}", "{model}")]
    [InlineData("score '{model}", "not closed")]
    public void What_cannot_be_run_is_told(string text, string saying)
    {
        NncException error = Assert.Throws<NncException>(() => CommandTemplate.Parse(text));
        Assert.Equal("NNC1102", error.Code);
        Assert.Contains(saying, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_program_can_be_told_what_its_figure_is_for()
    {
        Assert.False(CommandTemplate.Parse("x {model}").TellsRole);
        CommandTemplate template = CommandTemplate.Parse("x {model} --{role}");
        Assert.True(template.TellsRole);
        Assert.Equal(["m", "--judge"], template.Fill("m", EvaluatorRole.Judge).Arguments);
    }

    [Theory]
    [InlineData("88.4", 88.4)]
    [InlineData(" -1e-3 ", -0.001)]
    [InlineData("{\"accuracy\": 90.5, \"score\": 1}", 90.5)]
    [InlineData("{\"loss\": 3, \"score\": 7}", 7.0)]
    [InlineData("{\"accuracy\": \"90\"}", null)]
    [InlineData("{\"accuracy\": NaN}", null)]
    [InlineData("{\"loss\": 3}", null)]
    [InlineData("[90.5]", null)]
    [InlineData("NaN", null)]
    [InlineData("Infinity", null)]
    [InlineData("88,4", null)]
    [InlineData("accuracy: 88.4", null)]
    [InlineData("", null)]
    public void The_last_line_is_a_number_or_an_object_with_one(string line, double? figure) => Assert.Equal(figure, ProgramAnswer.Figure(line));
}
