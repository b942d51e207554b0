using NNCompress.Compression;
using NNCompress.Reports;
using NNCompress.Tool.CommandLine;
using NNCompress.Tool.Output;
using NNCompress.Tool.Projects;

namespace NNCompress.Tool;

/// <summary>One run of the tool: arguments in, exit code out, everything it says through one console.</summary>
/// <param name="console">Where it speaks.</param>
/// <param name="run">Does the work; null for the library's <see cref="Operations"/>.</param>
/// <param name="summary">A file that gets each report as Markdown, at its end; null for none.</param>
internal sealed class Head(ToolConsole console, Func<Invocation, IReporter, CancellationToken, CompressionResult>? run = null, string? summary = null)
{
    public const int Cancelled = 130;
    private const int Internal = 70;

    /// <summary>Never throws: every failure becomes a diagnostic and an exit code.</summary>
    public int Run(IReadOnlyList<string> arguments, CancellationToken cancellation)
    {
        Diagnostics diagnostics = new(console, Arguments.LogFormatOf(arguments));
        bool verbose = arguments.Contains("--verbose") || arguments.Contains("-v");
        try
        {
            string[] expanded = Arguments.Expand(arguments);
            diagnostics = new Diagnostics(console, Arguments.LogFormatOf(expanded));
            ParserConsole information = new();
            Invocation? invocation = CommandLineParser.Parse(expanded, information);
            if (invocation is { Verb.Run: { } operation })
                return Execute(WithCommand(invocation, expanded), operation, diagnostics, cancellation);
            if (invocation is not null)
                return SetUp(invocation);
            console.Out.Profile.Out.Writer.Write(information.Out.ToString());
            return 0;
        }
        catch (Exception e)
        {
            return Fail(e, diagnostics, verbose, keepsRows: arguments is ["sweep", ..], cancellation);
        }
    }

    /// <summary>A page shows how to repeat the run; for whom messages are written is no part of that.</summary>
    private static Invocation WithCommand(Invocation invocation, IEnumerable<string> arguments) => invocation.Request.ReportPath is null ? invocation : invocation with
    {
        Request = invocation.Request with
        {
            Command = ShellText.Join([.. CommandLineParser.Command.Split(' '), .. arguments.Where(a => !a.StartsWith("--log-format=", StringComparison.Ordinal))]),
        },
    };

    private int SetUp(Invocation invocation)
    {
        IReadOnlyList<string> lines = new ProjectSetup(Environment.CurrentDirectory, ToolVersion.Text).Run(invocation);
        if (!invocation.Quiet)
        {
            foreach (string line in lines)
                console.Out.Profile.Out.Writer.WriteLine(line);
        }
        return 0;
    }

    private int Execute(
        Invocation invocation, Func<Operations, CompressionRequest, CancellationToken, CompressionResult> operation, Diagnostics diagnostics, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        CompressionResult result = console.IsTerminal && !invocation.Quiet && invocation.LogFormat == LogFormat.Console
            ? ProgressReporter.Run(console, diagnostics, Work)
            : Work(new PlainReporter(diagnostics, invocation.Quiet));
        CompressionReport report = result.Report with { Options = Merge(invocation.Given, result.Report.Options) };
        // The rows of a sweep have been kept there all the while.
        if (invocation.JsonPath is not null && report.Sweep is null)
            JsonReport.Write(invocation.JsonPath, report);
        Markdown(invocation, report, result.Failure, diagnostics);
        if (!invocation.Quiet)
            new ConsoleReport(console.Out, invocation.Verbose, invocation.Groups).Write(report, invocation.LogFormat);
        if (result.Failure is not { } failure)
            return 0;
        diagnostics.Error(failure.Code, failure.Path, failure.Message);
        return failure.ExitCode;

        CompressionResult Work(IReporter reporter) => run is null
            ? operation(new Operations(reporter), invocation.Request, cancellation)
            : run(invocation, reporter, cancellation);
    }

    private void Markdown(Invocation invocation, CompressionReport report, NncException? failure, Diagnostics diagnostics)
    {
        if (invocation.MarkdownPath is null && summary is null)
            return;
        string markdown = MarkdownReport.Of(report, failure, invocation.Verbose);
        if (invocation.MarkdownPath is { } path)
            AtomicFile.Write(path, markdown);
        if (summary is null)
            return;
        try
        {
            MarkdownReport.Append(summary, markdown);
        }
        catch (NncException e)
        {
            // The result stands without it.
            diagnostics.Warning(e.Code, e.Path, e.Message);
        }
    }

    private int Fail(Exception exception, Diagnostics diagnostics, bool verbose, bool keepsRows, CancellationToken cancellation)
    {
        Exception cause = Root(exception);
        switch (cause)
        {
            case NncException known:
                diagnostics.Error(known.Code, known.Path, known.Message);
                return known.ExitCode;
            case OperationCanceledException when cancellation.IsCancellationRequested:
                diagnostics.Line(keepsRows ? "Cancelled." : "Cancelled. No output has been replaced.");
                return Cancelled;
            case OutOfMemoryException:
                diagnostics.Error("NNC9002", null, "memory does not suffice for this model and data: give fewer samples, or free memory.");
                return Internal;
            default:
                diagnostics.Error("NNC9001", null,
                    $"internal failure, {cause.GetType().Name}: {cause.Message} "
                    + "Report it, with the command and this line, where you got the tool from; --verbose prints details.");
                if (verbose)
                    diagnostics.Lines(exception.ToString());
                return Internal;
        }
    }

    /// <summary>What was given, and what the run made of it where it says so.</summary>
    private static SortedDictionary<string, string> Merge(IReadOnlyDictionary<string, string> given, IReadOnlyDictionary<string, string> effective)
    {
        SortedDictionary<string, string> merged = new(StringComparer.Ordinal);
        foreach ((string name, string value) in given.Concat(effective))
            merged[name] = value;
        return merged;
    }

    /// <summary>What went wrong beneath the wrappers that threads and static constructors put around it.</summary>
    private static Exception Root(Exception exception) => exception switch
    {
        AggregateException aggregate => aggregate.Flatten().InnerExceptions.Select(Root).OrderByDescending(e => e is NncException).First(),
        TypeInitializationException { InnerException: { } inner } => Root(inner),
        _ => exception,
    };
}
