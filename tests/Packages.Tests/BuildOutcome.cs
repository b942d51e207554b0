using Microsoft.Build.Logging.StructuredLogger;
using LoggedTask = Microsoft.Build.Logging.StructuredLogger.Task;

namespace Packages.Tests;

/// <summary>What a build did.</summary>
internal sealed record BuildOutcome(int ExitCode, string Output, Build Log)
{
    /// <summary>File names of the models for which the compression task ran, in alphabetical order.</summary>
    public string[] Compressed =>
        [.. Log.FindChildrenRecursive<LoggedTask>(t => t.Name == "CompressModel").Select(ModelOf).Order(StringComparer.Ordinal)];

    /// <summary>How many of those took the artifact from the cache.</summary>
    public int FromCache => Log.FindChildrenRecursive<Message>(m => m.Text?.EndsWith("(from the cache)", StringComparison.Ordinal) == true).Count;

    public string[] ErrorCodes => [.. Log.FindChildrenRecursive<Error>().Select(e => e.Code)];

    private static string ModelOf(LoggedTask task)
    {
        Parameter model = task.FindFirstDescendant<Parameter>(p => p.Name == "Model")!;
        return Path.GetFileName(model.FindFirstDescendant<Item>()!.Text);
    }
}
