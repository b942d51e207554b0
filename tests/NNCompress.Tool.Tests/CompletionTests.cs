using System.Diagnostics;
using System.Text.RegularExpressions;
using NNCompress.Tool.CommandLine;
using NNCompress.Tool.Completion;

namespace NNCompress.Tool.Tests;

public sealed class CompletionTests
{
    public static TheoryData<string> Shells => [.. CompletionScript.Shells];

    [Theory]
    [MemberData(nameof(Shells))]
    public void Every_verb_option_and_value_is_in_the_script(string shell)
    {
        ToolRun run = ToolRun.Of("completion", shell);
        Assert.Equal((0, ""), (run.Exit, run.Error));
        HashSet<string> words = [.. Regex.Matches(run.Out, @"[\w-]+").Select(m => m.Value)];
        string[] expected =
        [
            .. Verb.All.Select(v => v.Name), .. Options.All.Select(o => $"--{o.Name}"), .. Options.All.Where(o => o.Short is not null).Select(o => $"-{o.Short}"),
            .. Options.All.Where(o => !o.Optional).SelectMany(o => o.Values), "completion", "--info", "--version", "--help",
        ];
        Assert.Equal([], expected.Except(words));
    }

    [Fact]
    public void Values_are_those_that_the_parser_takes()
    {
        Assert.Contains(Options.All, o => o.Values.Count > 0);
        Invocation empty = new() { Verb = Verb.All[0], Request = new() { ModelPath = "m" } };
        foreach (Option option in Options.All)
        {
            Assert.All(option.Values, v => option.Apply(empty, v));
            Assert.All(option.Values, v => Assert.Contains(v, option.Description, StringComparison.Ordinal));
        }
    }

    [UnixTheory]
    [InlineData("pr", "prune", "dotnet", "nncompress", "pr")]
    [InlineData("--inf", "--info", "dotnet", "nncompress", "--inf")]
    [InlineData("reco", "reconstruct", "dotnet", "nncompress", "prune", "m.onnx", "--method", "reco")]
    [InlineData("--accuracy-b", "--accuracy-budget", "dotnet", "nncompress", "compress", "m.onnx", "--accuracy-b")]
    [InlineData("--ext", "--extract", "dotnet-nncompress", "decode", "m.nnz", "--ext")]
    [InlineData("--ext", "", "dotnet-nncompress", "prune", "m.nnz", "--ext")]
    [InlineData("zs", "zsh", "dotnet-nncompress", "completion", "zs")]
    [InlineData("val", "", "dotnet", "nncompress", "compress", "m.onnx", "--data", "val")]
    public void Shells_complete_what_was_begun(string current, string expected, params string[] words)
    {
        string line = string.Join(' ', words);
        Assert.EndsWith(current, line, StringComparison.Ordinal);
        Assert.Equal(expected, Run("bash", ToolRun.Of("completion", "bash").Out,
            $"COMP_WORDS=({line}); COMP_CWORD={words.Length - 1}; COMP_LINE='{line}'; {(words[0] == "dotnet" ? "_nncompress_dotnet" : "_nncompress")}; echo \"${{COMPREPLY[@]}}\""));
        // Not on every machine; the words are checked above.
        if (File.Exists("/bin/zsh") || File.Exists("/usr/bin/zsh"))
        {
            Assert.Equal(expected, Run("zsh", "typeset -A _comps; compdef() { :; }; _files() { :; }\n" + ToolRun.Of("completion", "zsh").Out,
                "compadd() { shift; for w in \"$@\"; do [[ $w == ${words[CURRENT]}* ]] && print -r -- $w; done }\n"
                + $"words=({line}); CURRENT={words.Length}; {(words[0] == "dotnet" ? "_nncompress_dotnet" : "_nncompress")}; true"));
        }
    }

    [UnixTheory]
    [InlineData("compress")]
    [InlineData("inspect")]
    public void All_options_of_a_verb_are_offered(string verb)
    {
        string offered = Run("bash", ToolRun.Of("completion", "bash").Out, $"COMP_WORDS=(dotnet nncompress {verb} m.onnx --); COMP_CWORD=4; _nncompress_dotnet; echo \"${{COMPREPLY[@]}}\"");
        IEnumerable<string> expected = Options.Of(Verb.All.Single(v => v.Name == verb).Kind).Select(o => $"--{o.Name}").Append("--help");
        Assert.Equal(expected.Order(), offered.Split(' ').Order());
    }

    [UnixTheory]
    [InlineData("dotnet bui", "build builder")]
    [InlineData("dotnet nncom", "build builder nncompress")]
    public void What_completed_dotnet_before_goes_on(string line, string expected)
    {
        string before = "_mine() { COMPREPLY=(build builder); }; complete -F _mine dotnet\n";
        Assert.Equal(expected, Run("bash", before + ToolRun.Of("completion", "bash").Out, $"COMP_WORDS=({line}); COMP_CWORD=1; _nncompress_dotnet; echo \"${{COMPREPLY[@]}}\""));
    }

    [Theory]
    [InlineData("NNC1003", "give one of bash, zsh, pwsh", "completion")]
    [InlineData("NNC1001", "Shells are bash, zsh, pwsh", "completion", "fish")]
    [InlineData("NNC1001", "Shells are bash, zsh, pwsh", "completion", "1")]
    [InlineData("NNC1001", "takes a shell and nothing else", "completion", "bash", "zsh")]
    [InlineData("NNC1001", "takes a shell and nothing else", "completion", "bash", "--data")]
    [InlineData("NNC1001", "Did you mean 'completion'", "completions", "bash")]
    public void A_wrong_shell_is_told(string code, string remedy, params string[] arguments)
    {
        ToolRun run = ToolRun.Of(arguments);
        Assert.Equal((1, ""), (run.Exit, run.Out));
        Assert.Contains(code, run.Error, StringComparison.Ordinal);
        Assert.Contains(remedy, run.Error, StringComparison.Ordinal);
    }

    private static string Run(string shell, string script, string command)
    {
        using TemporaryFolder folder = new();
        File.WriteAllText(folder.File("script"), $"{script}\n{command}\n");
        using Process process = Process.Start(new ProcessStartInfo(shell, [folder.File("script")]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        Task<string> error = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.Equal("", error.GetAwaiter().GetResult());
        return output.Trim();
    }
}
