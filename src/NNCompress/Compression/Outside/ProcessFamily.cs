using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace NNCompress.Compression.Outside;

/// <summary>A process and all that descends from it, known by a variable in their environment: those whose parents have ended are found too, where the system has /proc.</summary>
internal sealed class ProcessFamily
{
    private const string Variable = "NNCOMPRESS_EVALUATOR";

    private readonly string mark = Guid.NewGuid().ToString("N");

    /// <summary>Before the process is started.</summary>
    public void Mark(ProcessStartInfo start) => start.Environment[Variable] = mark;

    /// <summary>Ends all of them.</summary>
    public void End(Process process)
    {
        Quietly(() =>
        {
            if (!process.HasExited)
                process.Kill(entireProcessTree: true);
        });
        // What is ended may have started something meanwhile.
        for (int round = 0; round < 10 && Orphans() is { Count: > 0 } orphans; round++)
        {
            foreach (int id in orphans)
                Quietly(() =>
                {
                    using Process orphan = Process.GetProcessById(id);
                    orphan.Kill();
                });
        }
        Quietly(process.WaitForExit);
    }

    private List<int> Orphans()
    {
        List<int> found = [];
        if (!OperatingSystem.IsLinux())
            return found;
        byte[] wanted = Encoding.ASCII.GetBytes($"{Variable}={mark}");
        foreach (string folder in Directory.EnumerateDirectories("/proc"))
        {
            if (!int.TryParse(Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture, out int id))
                continue;
            Quietly(() =>
            {
                if (File.ReadAllBytes(Path.Combine(folder, "environ")).AsSpan().IndexOf(wanted) >= 0)
                    found.Add(id);
            });
        }
        return found;
    }

    /// <summary>What has ended meanwhile, or is another user's, is no failure.</summary>
    private static void Quietly(Action action)
    {
        try
        {
            action();
        }
        catch (Exception e) when (e is InvalidOperationException or ArgumentException or Win32Exception or AggregateException or IOException or UnauthorizedAccessException)
        {
        }
    }
}
