using System.Globalization;
using McMaster.Extensions.CommandLineUtils;
using McMaster.Extensions.CommandLineUtils.HelpText;
using NNCompress.Tool.Completion;

namespace NNCompress.Tool.CommandLine;

/// <summary>The text of <c>--help</c>: usage, options under headings with their defaults, examples.</summary>
internal sealed class HelpText : IHelpTextGenerator
{
    private const string CompletionSummary = "Print a script with which bash, zsh or PowerShell complete verbs, options and values.";
    private const int Width = 110;
    private const int Column = 32;

    public void Generate(CommandLineApplication application, TextWriter output)
    {
        Verb? verb = Verb.All.FirstOrDefault(v => application.Parent is not null && v.Name == application.Name);
        if (application.Name == CompletionScript.Verb)
            OfCompletion(output);
        else if (verb is null)
            Root(application, output);
        else
            OfVerb(verb, output);
    }

    private static void Root(CommandLineApplication application, TextWriter output)
    {
        output.WriteLine(application.Description);
        output.WriteLine();
        output.WriteLine($"Usage: {CommandLineParser.Command} VERB MODEL [options]");
        output.WriteLine();
        output.WriteLine("Verbs:");
        foreach (Verb verb in Verb.All)
            Entry(output, verb.Name, verb.Summary);
        Entry(output, $"{CompletionScript.Verb} SHELL", CompletionSummary);
        output.WriteLine();
        output.WriteLine("Options:");
        Entry(output, "-h, --help", "This text; after a verb, that verb's options.");
        Entry(output, "--version", "The version.");
        Entry(output, "--info", "The version, what it runs on, and the parts that it has: what a report of a fault needs.");
        Entry(output, "@PATH", "Arguments from a text file, one a line.");
        output.WriteLine();
        output.WriteLine("Exit codes: 0 done, 1 usage, 2 input unreadable or unsupported, 3 accuracy budget exceeded, 70 internal, 130 cancelled.");
        output.WriteLine();
        output.WriteLine("Examples:");
        foreach (Verb verb in Verb.All)
            output.WriteLine($"  {CommandLineParser.Command} {verb.Examples[0]}");
    }

    private static void OfCompletion(TextWriter output)
    {
        output.WriteLine(CompletionSummary);
        output.WriteLine();
        output.WriteLine($"Usage: {CommandLineParser.Command} {CompletionScript.Verb} SHELL");
        output.WriteLine();
        Entry(output, "SHELL", string.Join(", ", CompletionScript.Shells));
        output.WriteLine();
        output.WriteLine("Examples:");
        foreach ((_, string line) in CompletionScript.Installation)
            output.WriteLine($"  {line}");
    }

    private static void OfVerb(Verb verb, TextWriter output)
    {
        output.WriteLine(verb.Summary);
        output.WriteLine();
        output.WriteLine($"Usage: {CommandLineParser.Command} {verb.Name} MODEL [options]");
        if (verb.Kind == Verbs.Sweep)
            output.WriteLine($"       {CommandLineParser.Command} {verb.Name} {CommandLineParser.Merge} PART… [options]");
        output.WriteLine();
        Entry(output, "MODEL", verb.Model);
        foreach (IGrouping<string, Option> group in Options.Of(verb.Kind).GroupBy(o => o.Group))
        {
            output.WriteLine();
            output.WriteLine($"{group.Key}:");
            foreach (Option option in group)
                Entry(output, option.Usage, option.Description);
        }
        Entry(output, "-h, --help", "This text.");
        output.WriteLine();
        output.WriteLine("Examples:");
        foreach (string example in verb.Examples)
            output.WriteLine($"  {CommandLineParser.Command} {example}");
    }

    private static void Entry(TextWriter output, string name, string text)
    {
        string lead = "  " + name.PadRight(Column - 2);
        if (lead.Length > Column)
        {
            output.WriteLine(lead.TrimEnd());
            lead = new string(' ', Column);
        }
        foreach (string line in Wrap(text, Width - Column))
        {
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{lead}{line}"));
            lead = new string(' ', Column);
        }
    }

    private static IEnumerable<string> Wrap(string text, int width)
    {
        string line = "";
        foreach (string word in text.Split(' '))
        {
            if (line.Length > 0 && line.Length + 1 + word.Length > width)
            {
                yield return line;
                line = "";
            }
            line = line.Length == 0 ? word : $"{line} {word}";
        }
        yield return line;
    }
}
