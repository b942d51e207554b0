using System.Diagnostics;

namespace Large;

/// <summary>One run of the tool in a process of its own.</summary>
/// <param name="Seconds">By the clock.</param>
/// <param name="PeakBytes">The most memory that was resident at any time.</param>
internal sealed record ToolRun(double Seconds, long PeakBytes)
{
    /// <exception cref="InvalidOperationException">The tool failed.</exception>
    public static ToolRun Of(params string[] arguments)
    {
        Stopwatch watch = Stopwatch.StartNew();
        using Process process = Process.Start(new ProcessStartInfo("dotnet", [Tool(), .. arguments]) { RedirectStandardOutput = true })!;
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        long peak = 0;
        while (!process.WaitForExit(50))
        {
            process.Refresh();
            peak = Math.Max(peak, Peak(process));
        }
        return process.ExitCode == 0 ? new ToolRun(watch.Elapsed.TotalSeconds, peak)
            : throw new InvalidOperationException($"'{string.Join(' ', arguments)}' ended with code {process.ExitCode}: {output.Result}");
    }

    // The system keeps the highest value itself, so that none is missed between two looks; it is gone with the process.
    private static long Peak(Process process)
    {
        try
        {
            return process.PeakWorkingSet64;
        }
        catch (InvalidOperationException)
        {
            return 0;
        }
    }

    // Built in the same configuration as this program, whose folder is ROOT/build/Large/bin/CONFIGURATION/FRAMEWORK.
    private static string Tool()
    {
        DirectoryInfo framework = new(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar));
        string root = framework.Parent!.Parent!.Parent!.Parent!.Parent!.FullName;
        return Path.Combine(root, "src", "NNCompress.Tool", "bin", framework.Parent.Name, framework.Name, "dotnet-nncompress.dll");
    }
}
