using System.Collections.Concurrent;
using System.ComponentModel;
using System.Diagnostics;

namespace NNCompress.Compression.Outside;

/// <summary>Runs a program to its end, or ends it and all that it has started.</summary>
/// <param name="command">For messages.</param>
/// <param name="timeout">Seconds that it may take.</param>
/// <param name="reporter">Told what the program writes to its standard error.</param>
/// <param name="cancellation">Ends it.</param>
internal sealed class OutsideProgram(string command, double timeout, IReporter reporter, CancellationToken cancellation)
{
    /// <summary>Lines of standard error that one run may tell, and the last ones that a failure quotes.</summary>
    private const int MostTold = 100, Quoted = 5;

    private const int PollMilliseconds = 50;

    /// <summary>How long what was written is waited for once the program has ended: a process that it left behind may hold its streams open.</summary>
    private static readonly TimeSpan Drain = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan Signal = TimeSpan.FromSeconds(0.3);

    /// <returns>The last line of its standard output that is not blank; empty where there is none.</returns>
    /// <exception cref="NncException">NNC2132: it cannot be started. NNC2133: it ended with another exit code than 0. NNC2134: it took too long.</exception>
    /// <exception cref="OperationCanceledException">It was ended on request.</exception>
    public string Run(string program, IReadOnlyList<string> arguments)
    {
        cancellation.ThrowIfCancellationRequested();
        ProcessFamily family = new();
        using Process process = Start(program, arguments, family);
        ConcurrentQueue<string> errors = [];
        Queue<string> last = new();
        string answer = "";
        int told = 0;
        bool done = false;
        // Threads of their own: a pool that is busy with networks might not come to read in time.
        Task output = Task.WhenAll(Reader(process.StandardOutput, line => Volatile.Write(ref answer, line)), Reader(process.StandardError, errors.Enqueue));
        Stopwatch clock = Stopwatch.StartNew();
        try
        {
            process.StandardInput.Close();
            while (!process.WaitForExit(PollMilliseconds))
            {
                Tell();
                cancellation.ThrowIfCancellationRequested();
                if (clock.Elapsed.TotalSeconds > timeout)
                    throw Failure("NNC2134", FormattableString.Invariant($"took longer than {timeout:0.###} s and was ended: give more time by --evaluator-timeout, or the program fewer samples"));
            }
            // Faults of the streams are the program's end, which its exit code tells better.
            Task.WhenAny(output, Task.Delay(Drain, CancellationToken.None)).Wait(CancellationToken.None);
            Tell();
            if (process.ExitCode != 0)
            {
                // What ends everybody at a terminal may have reached the program first.
                if (cancellation.WaitHandle.WaitOne(Signal))
                    cancellation.ThrowIfCancellationRequested();
                throw Failure("NNC2133", $"ended with exit code {process.ExitCode}: run it by hand on the model to see why");
            }
            done = true;
            return Volatile.Read(ref answer);
        }
        finally
        {
            if (!done)
                family.End(process);
        }

        void Tell()
        {
            while (errors.TryDequeue(out string? line))
            {
                last.Enqueue(line);
                if (last.Count > Quoted)
                    last.Dequeue();
                if (++told <= MostTold)
                    reporter.Info($"evaluator: {line}");
                else if (told == MostTold + 1)
                    reporter.Info($"evaluator: more than {MostTold} lines; the others are not shown.");
            }
        }

        NncException Failure(string code, string what)
        {
            Tell();
            string quoted = last.Count == 0 ? "It wrote nothing to its standard error." : $"Its standard error ends with: {string.Join(" | ", last.Select(Shortened))}";
            return new NncException(code, null, $"the evaluator '{command}' {what}. {quoted}");
        }
    }

    private Process Start(string program, IReadOnlyList<string> arguments, ProcessFamily family)
    {
        ProcessStartInfo start = new(program, arguments) { UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        family.Mark(start);
        try
        {
            return Process.Start(start) ?? throw new Win32Exception("no process was made");
        }
        catch (Exception e) when (e is Win32Exception or InvalidOperationException or IOException or UnauthorizedAccessException)
        {
            throw new NncException("NNC2132", null, $"the evaluator '{command}' cannot be started: {e.Message} Check the program's name, its path and whether it may be run; a script may need its interpreter named.", e);
        }
    }

    private static Task Reader(TextReader stream, Action<string> line) =>
        Task.Factory.StartNew(() => StreamLines.Read(stream, line), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    private static string Shortened(string line) => line.Length <= 200 ? line : line[..200] + "…";
}
