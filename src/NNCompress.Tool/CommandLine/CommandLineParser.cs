using McMaster.Extensions.CommandLineUtils;
using McMaster.Extensions.CommandLineUtils.Abstractions;
using NNCompress.Compression;
using NNCompress.Compression.Sweeping;
using NNCompress.Tool.Completion;
using NNCompress.Tool.Output;

namespace NNCompress.Tool.CommandLine;

/// <summary>From arguments to an <see cref="Invocation"/>.</summary>
internal static class CommandLineParser
{
    public const string Command = "dotnet nncompress";

    private const string Info = "info";

    /// <summary>In the place of sweep's model: the arguments behind it are parts to be joined.</summary>
    public const string Merge = "merge";

    /// <summary>Parses arguments that <see cref="Arguments.Expand"/> has prepared.</summary>
    /// <param name="arguments">The verb, the model, options.</param>
    /// <param name="console">Where help and the version go.</param>
    /// <returns>What is asked for, or null where help or the version was asked for and has been shown.</returns>
    /// <exception cref="NncException">NNC1001 to NNC1005.</exception>
    public static Invocation? Parse(string[] arguments, IConsole console)
    {
        using CommandLineApplication root = Build(console);
        if (arguments.Length == 0)
            throw UsageError.Missing($"A verb is missing: give one of {VerbNames}. {Command} --help tells more.");
        CheckValuesFollow(arguments);
        ParseResult parsed;
        try
        {
            parsed = root.Parse(arguments);
        }
        catch (CommandParsingException e)
        {
            throw Explain(e);
        }
        CommandLineApplication selected = parsed.SelectedCommand;
        if (selected.IsShowingInformation || root.IsShowingInformation || Informs(selected, root, console.Out))
            return null;
        Verb? verb = Verb.All.FirstOrDefault(v => v.Name == selected.Name);
        return verb is null
            ? throw UsageError.Missing($"A verb is missing: give one of {VerbNames} before the options.")
            : Interpret(verb, selected);
    }

    /// <summary>The parser's description of the command line.</summary>
    internal static CommandLineApplication Build(IConsole console)
    {
        CommandLineApplication root = new(new HelpText(), console, Environment.CurrentDirectory, throwOnUnexpectedArg: true)
        {
            Name = Command,
            Description = "Makes neural-network files small and proves that they still work.",
            MakeSuggestionsInErrorMessage = false,
        };
        root.HelpOption("-h|--help");
        root.VersionOption("--version", ToolVersion.Text, ToolVersion.Text);
        root.Option($"--{Info}", "What this build has, and what it runs on.", CommandOptionType.NoValue);
        foreach (Verb verb in Verb.All)
        {
            root.Command(verb.Name, command =>
            {
                command.Description = verb.Summary;
                command.MakeSuggestionsInErrorMessage = false;
                command.HelpOption("-h|--help");
                command.Argument("MODEL", verb.Model, multipleValues: verb.Kind == Verbs.Sweep);
                foreach (Option option in Options.Of(verb.Kind))
                {
                    command.Option(option.Template, option.Description, option switch
                    {
                        { ValueName: null } => CommandOptionType.NoValue,
                        { Optional: true } => CommandOptionType.SingleOrNoValue,
                        _ => CommandOptionType.SingleValue,
                    });
                }
            });
        }
        root.Command(CompletionScript.Verb, command =>
        {
            command.MakeSuggestionsInErrorMessage = false;
            command.HelpOption("-h|--help");
            command.Argument("SHELL", string.Join(", ", CompletionScript.Shells));
        });
        return root;
    }

    /// <summary>Writes what was asked for where that is neither a verb's work nor help.</summary>
    private static bool Informs(CommandLineApplication selected, CommandLineApplication root, TextWriter output)
    {
        bool info = selected == root && root.Options.Single(o => o.LongName == Info).HasValue(), completion = selected.Name == CompletionScript.Verb;
        if (info)
            InfoText.Write(output);
        else if (completion)
            output.Write(CompletionScript.Of(selected.Arguments[0].Value, root));
        return info || completion;
    }

    private static string VerbNames => string.Join(", ", Verb.All.Select(v => v.Name));

    /// <summary>The parser would take <c>--data --seed</c> as data in a file of that name.</summary>
    private static void CheckValuesFollow(string[] arguments)
    {
        for (int i = 0; i + 1 < arguments.Length; i++)
        {
            (string name, string next) = (arguments[i], arguments[i + 1]);
            Option? option = Options.All.FirstOrDefault(o => o is { ValueName: not null, Optional: false } && (name == $"--{o.Name}" || name == $"-{o.Short}"));
            if (option is not null && next.StartsWith("--", StringComparison.Ordinal))
                throw UsageError.Missing($"{name} needs a value and is followed by '{next}': write {name} {option.ValueName}.");
        }
    }

    private static Invocation Interpret(Verb verb, CommandLineApplication command)
    {
        Invocation invocation = new() { Verb = verb, Request = Files(verb, command.Arguments[0].Values) };
        SortedDictionary<string, string> given = new(StringComparer.Ordinal);
        foreach (Option option in Options.Of(verb.Kind))
        {
            CommandOption parsed = command.Options.Single(o => o.LongName == option.Name);
            if (!parsed.HasValue())
                continue;
            string? value = option.ValueName is null ? null : parsed.Value();
            invocation = option.Apply(invocation, value);
            given[option.Name] = value ?? "true";
        }
        invocation = invocation with { Given = given };
        if (verb.Kind == Verbs.Sweep)
            invocation = invocation with { Request = invocation.Request with { Sweep = invocation.Request.Sweep with { RowsPath = invocation.JsonPath } } };
        Consistency.Check(invocation);
        return invocation;
    }

    /// <summary>What the arguments before the options name: a model, or the parts of a sweep.</summary>
    private static CompressionRequest Files(Verb verb, IReadOnlyList<string?> files)
    {
        string[] paths = [.. files.Select(f => OptionValue.Path("MODEL", f))];
        bool merges = verb.Kind == Verbs.Sweep && paths is [Merge, ..];
        if (paths.Length == 0 || (merges && paths.Length == 1))
        {
            throw UsageError.Missing(merges ? $"sweep merge needs the parts that sweep --shard wrote. For example: {Command} {verb.Examples[^1]}"
                : $"{verb.Name} needs a model, {char.ToLowerInvariant(verb.Model[0])}{verb.Model[1..]} For example: {Command} {verb.Examples[0]}");
        }
        if (paths.Length > 1 && !merges)
            throw SecondArgument(verb.Name, paths[1]);
        return merges ? new CompressionRequest { ModelPath = paths[1], Sweep = new SweepSettings { Parts = paths[1..] } } : new CompressionRequest { ModelPath = paths[0] };
    }

    private static NncException SecondArgument(string verb, string culprit) =>
        UsageError.Unknown($"{verb} takes one model, and '{culprit}' is a second argument", "Quote paths that contain blanks.");

    private static NncException Explain(CommandParsingException e)
    {
        string verbName = e.Command.Parent is null ? "" : e.Command.Name;
        // The offending argument is the last quoted part of the parser's message.
        string culprit = e.Message.Split('\'') is { Length: > 2 } parts ? parts[^2] : "";
        if (e.Message.StartsWith("Missing value", StringComparison.Ordinal))
            return UsageError.Missing($"{Dashed(culprit)} needs a value. {Command} {verbName} --help tells which.");
        if (e.Message.StartsWith("Unexpected value", StringComparison.Ordinal))
            return UsageError.Conflict($"{Dashed(culprit)} is given twice, or takes no value.");
        if (verbName.Length == 0)
        {
            string? verb = Suggestion.Nearest(culprit, [.. Verb.All.Select(v => v.Name), CompletionScript.Verb]);
            return culprit.StartsWith('-')
                ? UsageError.Unknown($"'{culprit}' is no option here", $"Give a verb first: {VerbNames}.")
                : UsageError.Unknown($"'{culprit}' is no verb", verb is null ? $"Verbs are {VerbNames}." : $"Did you mean '{verb}'?");
        }
        if (verbName == CompletionScript.Verb)
            return UsageError.Unknown($"{verbName} takes a shell and nothing else, and '{culprit}' is too much", $"Shells are {string.Join(", ", CompletionScript.Shells)}.");
        if (!culprit.StartsWith('-'))
            return SecondArgument(verbName, culprit);
        string name = culprit.TrimStart('-').Split('=', ':')[0];
        if (Options.All.FirstOrDefault(o => o.Name == name) is { } elsewhere)
        {
            IEnumerable<string> takers = Verb.All.Where(v => elsewhere.Verbs.HasFlag(v.Kind)).Select(v => v.Name);
            return UsageError.Unknown($"{verbName} takes no --{name}", $"It belongs to {string.Join(", ", takers)}.");
        }
        Verb selected = Verb.All.Single(v => v.Name == verbName);
        string? near = Suggestion.Nearest(name, Options.Of(selected.Kind).Select(o => o.Name));
        return UsageError.Unknown($"'{culprit}' is no option of {verbName}",
            near is null ? $"{Command} {verbName} --help lists them." : $"Did you mean '--{near}'?");
    }

    private static string Dashed(string name) => name.Length == 1 ? $"-{name}" : $"--{name.TrimStart('-')}";
}
