using Spectre.Console;

namespace NNCompress.Tool.Output;

/// <summary>Progress as bars on a terminal: one a stage, with the time left.</summary>
internal sealed class ProgressReporter : IReporter
{
    private readonly ProgressContext context;
    private readonly Diagnostics diagnostics;
    private readonly Dictionary<string, ProgressTask> stages = [];
    private ProgressTask? current;

    private ProgressReporter(ProgressContext context, Diagnostics diagnostics) => (this.context, this.diagnostics) = (context, diagnostics);

    /// <summary>Runs <paramref name="work"/> with a reporter whose bars live as long as it runs.</summary>
    public static T Run<T>(ToolConsole console, Diagnostics diagnostics, Func<IReporter, T> work) => console.Error
        .Progress()
        .AutoClear(true)
        .Columns(new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn())
        .Start(context => work(new ProgressReporter(context, diagnostics)));

    public void Progress(string stage, double fraction, string? detail = null)
    {
        if (!stages.TryGetValue(stage, out ProgressTask? task))
            stages[stage] = task = context.AddTask(Markup.Escape(stage), maxValue: 1);
        if (current is not null && current != task)
            current.Value = 1;
        current = task;
        task.Description = Markup.Escape(string.IsNullOrEmpty(detail) ? stage : $"{stage}: {detail}");
        task.Value = Math.Clamp(fraction, 0, 1);
    }

    public void Info(string message) => diagnostics.Line(message);

    public void Warning(string code, string? path, string message) => diagnostics.Warning(code, path, message);
}
