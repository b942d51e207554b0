using McMaster.Extensions.CommandLineUtils;
using NNCompress.Tool.CommandLine;

namespace NNCompress.Tool.Completion;

/// <summary>Scripts that teach a shell the tool's verbs, options and values, after <c>dotnet nncompress</c> as after <c>dotnet-nncompress</c>.</summary>
internal static class CompletionScript
{
    public const string Verb = "completion";

    public static IReadOnlyList<string> Shells { get; } = [.. OptionValue.Choices<Shell>()];

    /// <summary>How each shell is told to read its script.</summary>
    public static IReadOnlyList<(Shell Shell, string Line)> Installation { get; } =
    [
        (Shell.Bash, $"source <({CommandLineParser.Command} {Verb} bash)          # in ~/.bashrc"),
        (Shell.Zsh, $"source <({CommandLineParser.Command} {Verb} zsh)           # in ~/.zshrc, behind compinit"),
        (Shell.Pwsh, $"{CommandLineParser.Command} {Verb} pwsh | Out-String | Invoke-Expression    # in $PROFILE"),
    ];

    /// <param name="shell">What the user gave; null for nothing.</param>
    /// <param name="root">The parser's description of the command line.</param>
    /// <exception cref="NncException">NNC1001: a shell that is not known. NNC1003: none was given.</exception>
    public static string Of(string? shell, CommandLineApplication root)
    {
        if (shell is null)
            throw UsageError.Missing($"{Verb} needs a shell: give one of {string.Join(", ", Shells)}. For example: {CommandLineParser.Command} {Verb} bash");
        if (!Enum.TryParse(shell, ignoreCase: true, out Shell known) || !Shells.Contains(shell.ToLowerInvariant()))
            throw UsageError.Unknown($"'{shell}' is no shell that {Verb} knows", $"Shells are {string.Join(", ", Shells)}.");
        CompletionTree tree = new(root);
        string script = known switch
        {
            Shell.Bash => BashCompletion.Of(tree),
            Shell.Zsh => ZshCompletion.Of(tree),
            _ => PwshCompletion.Of(tree),
        };
        return $"# {CommandLineParser.Command} {ToolVersion.Text}: {Installation.Single(i => i.Shell == known).Line}\n{script}";
    }
}
