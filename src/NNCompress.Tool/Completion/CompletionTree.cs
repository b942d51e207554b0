using McMaster.Extensions.CommandLineUtils;
using NNCompress.Tool.CommandLine;

namespace NNCompress.Tool.Completion;

/// <summary>The words that can follow each other on the command line, as the parser itself has them.</summary>
internal sealed class CompletionTree
{
    public CompletionTree(CommandLineApplication root)
    {
        Verbs = [.. root.Commands.Select(c => (c.Name, Words(c)))];
        First = [.. root.Commands.Select(c => c.Name), .. Words(root)];
        Values = [.. Options.All.Where(o => o is { Optional: false, Values.Count: > 0 }).Select(o => ($"--{o.Name}", o.Values)), (CompletionScript.Verb, CompletionScript.Shells)];
    }

    /// <summary>What can stand first: verbs, and options without one.</summary>
    public IReadOnlyList<string> First { get; }

    /// <summary>Each verb with its options, dashes included.</summary>
    public IReadOnlyList<(string Verb, IReadOnlyList<string> Options)> Verbs { get; }

    /// <summary>The words that have a closed list of words behind them; behind all others come files. Values that may be left out are joined to their option.</summary>
    public IReadOnlyList<(string Word, IReadOnlyList<string> Values)> Values { get; }

    private static IReadOnlyList<string> Words(CommandLineApplication command) =>
        [.. command.Options.SelectMany(o => new[] { o.ShortName is { Length: > 0 } s ? $"-{s}" : "", $"--{o.LongName}" }).Where(w => w.Length > 0)];
}
