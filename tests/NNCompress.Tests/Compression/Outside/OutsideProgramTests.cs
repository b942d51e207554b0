using System.Diagnostics;
using System.Globalization;
using NNCompress.Compression.Outside;

namespace NNCompress.Tests.Compression.Outside;

public sealed class OutsideProgramTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("nnc-outside-").FullName;
    private readonly TellingReporter reporter = new();

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [UnixFact]
    public void The_last_line_that_is_not_blank_counts_and_standard_error_reaches_the_user()
    {
        Assert.Equal("5", Run("echo 3; echo first >&2; echo 5; echo; echo '  '; printf 'a\\rsecond' >&2"));
        Assert.Equal(["evaluator: first", "evaluator: a", "evaluator: second"], reporter.Lines);
        Assert.Equal("", Run("true"));
        Assert.Equal("", Run("cat"));
    }

    [UnixFact]
    public void A_failure_quotes_what_was_written_last()
    {
        NncException error = Fails("NNC2133", "for i in 1 2 3 4 5 6 7; do echo line $i >&2; done; exit 4");
        Assert.Contains("exit code 4", error.Message, StringComparison.Ordinal);
        Assert.EndsWith("line 3 | line 4 | line 5 | line 6 | line 7", error.Message, StringComparison.Ordinal);
        Assert.Equal(7, reporter.Lines.Count);
    }

    [UnixFact]
    public void A_flood_is_told_in_part()
    {
        Assert.Equal("1", Run("i=0; while [ $i -lt 300 ]; do echo $i >&2; i=$((i+1)); done; head -c 100000 /dev/zero | tr '\\0' x; echo; echo 1"));
        Assert.Equal(101, reporter.Lines.Count);
        Assert.Contains("not shown", reporter.Lines[^1], StringComparison.Ordinal);
    }

    [UnixFact]
    public void A_program_that_is_not_there() =>
        Assert.Equal("NNC2132", Assert.Throws<NncException>(() => Program(10, CancellationToken.None).Run(Path.Combine(folder, "nothing"), [])).Code);

    [UnixFact]
    public void Who_takes_too_long_is_ended_with_all_that_it_started()
    {
        Fails("NNC2134", Family, timeout: 0.5);
        AssertEnded();
    }

    [UnixFact]
    public void Cancelling_ends_all_of_it_too_even_those_whose_parent_is_gone()
    {
        using CancellationTokenSource source = new();
        source.CancelAfter(500);
        Assert.ThrowsAny<OperationCanceledException>(() => Run(Family, token: source.Token));
        AssertEnded();
    }

    [UnixFact]
    public void What_a_program_leaves_behind_does_not_hold_the_answer_back()
    {
        Assert.Equal("8", Run($"sleep 60 & echo $! > {folder}/left; echo 8"));
        using Process left = Process.GetProcessById(Ids("left").Single());
        left.Kill();
    }

    /// <summary>A child, a grandchild and one whose parent has ended, each of which writes down who it is.</summary>
    private string Family => $"echo $$ >> {folder}/ids; sh -c 'sleep 60 & echo $! >> {folder}/ids' ; sh -c 'echo $$ >> {folder}/ids; sleep 61; true' & echo $! >> {folder}/ids; wait";

    private void AssertEnded()
    {
        int[] ids = Ids("ids");
        Assert.True(ids.Length >= 3, $"{ids.Length} processes");
        // What was killed takes a moment to be gone where the machine is busy; they would sleep for a minute.
        Assert.All(ids, id => Assert.True(SpinWait.SpinUntil(() => HasEnded(id), TimeSpan.FromSeconds(10)), $"process {id} lives"));
    }

    /// <summary>A process that has ended may wait as a zombie for whoever adopted it.</summary>
    private static bool HasEnded(int id)
    {
        try
        {
            return File.ReadAllText($"/proc/{id}/stat").Contains(") Z", StringComparison.Ordinal);
        }
        catch (IOException)
        {
            return true;
        }
    }

    private int[] Ids(string file) => [.. File.ReadAllLines(Path.Combine(folder, file)).Select(l => int.Parse(l, CultureInfo.InvariantCulture)).Distinct()];

    private NncException Fails(string code, string script, double timeout = 10)
    {
        NncException error = Assert.Throws<NncException>(() => Run(script, timeout));
        Assert.Equal(code, error.Code);
        return error;
    }

    private string Run(string script, double timeout = 10, CancellationToken token = default) => Program(timeout, token).Run("sh", ["-c", script]);

    private OutsideProgram Program(double timeout, CancellationToken token) => new("the command", timeout, reporter, token);

    private sealed class TellingReporter : IReporter
    {
        public List<string> Lines { get; } = [];

        public void Progress(string stage, double fraction, string? detail = null)
        {
        }

        public void Info(string message) => Lines.Add(message);

        public void Warning(string code, string? path, string message) => Lines.Add(code);
    }
}
