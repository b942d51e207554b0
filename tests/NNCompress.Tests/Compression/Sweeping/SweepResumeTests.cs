using NNCompress.Compression;
using NNCompress.Compression.Sweeping;
using NNCompress.Pruning;
using NNCompress.Reports;

namespace NNCompress.Tests.Compression.Sweeping;

public sealed class SweepResumeTests : IDisposable
{
    private static readonly double[] Ratios = [0.6, 0.2, 0.4, 0.8];

    private readonly SweepProblem problem = new();

    public void Dispose() => problem.Dispose();

    [Fact]
    public void A_second_run_makes_what_is_missing_and_ends_with_the_same_bytes()
    {
        CompressionRequest request = Request("rows.json");
        problem.Sweep(request);
        string whole = File.ReadAllText(problem.At("rows.json"));
        SweepReport cut = SweepJson.FromJson(whole);
        File.WriteAllText(problem.At("rows.json"), SweepJson.ToJson(cut with { Best = null, Rows = [cut.Rows[1], cut.Rows[3]] }));
        Listener listener = new();
        new Operations(listener).Sweep(request, CancellationToken.None);
        Assert.Equal(whole, File.ReadAllText(problem.At("rows.json")));
        Assert.Contains(listener.Lines, l => l.StartsWith("2 of 4 rows were found", StringComparison.Ordinal));
        Assert.Equal(["2 of 4 rows", "3 of 4 rows", "4 of 4 rows"], listener.Counts);
    }

    [Fact]
    public void Other_axes_find_the_rows_that_they_have_in_common()
    {
        problem.Sweep(Request("rows.json"));
        Listener listener = new();
        SweepReport more = new Operations(listener).Sweep(problem.With(s => s with { Ratios = [0.4, 0.5, 0.6] }, "rows.json"), CancellationToken.None).Report.Sweep!;
        Assert.Contains(listener.Lines, l => l.StartsWith("2 of 3 rows were found", StringComparison.Ordinal));
        Assert.Equal([0, 1, 2], more.Rows.Select(r => r.Index));
        Assert.Equal(SweepJson.ToJson(problem.Sweep(problem.With(s => s with { Ratios = [0.4, 0.5, 0.6] }))), SweepJson.ToJson(more));
    }

    [Fact]
    public void A_method_by_itself_and_among_others_makes_the_same_rows_but_none_are_taken_up_where_others_train()
    {
        problem.Sweep(problem.With(s => s with { Ratios = [0.5] }, "rows.json", PruningMethod.Magnitude));
        Assert.Contains("1 of 2 rows were found", Found(s => s with { Ratios = [0.5], Methods = [PruningMethod.Random, PruningMethod.Magnitude] }, r => r), StringComparison.Ordinal);
        // Trained rows are chosen on samples held out of training, and so are those beside them.
        Assert.Contains("other data", Found(s => s with { Ratios = [0.5], Methods = [PruningMethod.Magnitude] }, r => r with { FineTuneEpochs = 1, TrainDataPath = problem.Request.CalibrationDataPath, CalibrationDataPath = null }), StringComparison.Ordinal);

        string Found(Func<SweepSettings, SweepSettings> axes, Func<CompressionRequest, CompressionRequest> change)
        {
            Listener listener = new();
            new Operations(listener).Sweep(change(problem.With(axes, "rows.json")), CancellationToken.None);
            return string.Join('\n', listener.Lines);
        }
    }

    [Fact]
    public void Outputs_threads_and_the_budget_do_not_make_other_rows()
    {
        problem.Sweep(Request("rows.json"));
        Listener listener = new();
        new Operations(listener).Sweep(
            Request("rows.json") with { Threads = 2, OutputPath = problem.At("curve.svg"), ReportPath = problem.At("page.html"), Command = "sweep again", AccuracyBudget = 90 }, CancellationToken.None);
        Assert.Contains(listener.Lines, l => l.StartsWith("4 of 4 rows were found", StringComparison.Ordinal));
        Assert.True(File.Exists(problem.At("page.html")));
        Assert.StartsWith("<svg", File.ReadAllText(problem.At("curve.svg")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("model", "another model")]
    [InlineData("data", "other data")]
    [InlineData("options", "other options")]
    [InlineData("seed", "other data, or the same drawn otherwise")]
    [InlineData("version", "another version")]
    [InlineData("broken", "no rows of a sweep")]
    [InlineData("null", "no rows of a sweep")]
    public void Rows_of_other_inputs_are_dropped_and_it_is_said_why(string changed, string told)
    {
        CompressionRequest request = Request("rows.json");
        problem.Sweep(request);
        string rows = File.ReadAllText(problem.At("rows.json"));
        switch (changed)
        {
            case "model":
                problem.Write("net.onnx", SyntheticProblem.WithSoftmax().ToBytes());
                break;
            case "data":
                problem.Write("judge.npz", SyntheticProblem.ToNpz(SyntheticProblem.Data(600, seed: 23, noise: 1.2f)));
                break;
            case "options":
                request = request with { Norm = MagnitudeNorm.L1 };
                break;
            case "seed":
                request = request with { Seed = 1 };
                break;
            case "version":
                SweepReport sweep = SweepJson.FromJson(rows);
                File.WriteAllText(problem.At("rows.json"), SweepJson.ToJson(sweep with { Inputs = sweep.Inputs with { Version = "0.0.1" } }));
                break;
            default:
                File.WriteAllText(problem.At("rows.json"), changed == "null" ? "null" : rows[..^5]);
                break;
        }
        Listener listener = new();
        new Operations(listener).Sweep(request, CancellationToken.None);
        Assert.Contains(listener.Lines, l => l.Contains(told, StringComparison.Ordinal));
        Assert.Equal(["0 of 4 rows", "1 of 4 rows", "2 of 4 rows", "3 of 4 rows", "4 of 4 rows"], listener.Counts);
        Assert.Equal(4, SweepJson.FromJson(File.ReadAllText(problem.At("rows.json"))).Rows.Count);
    }

    [Fact]
    public void A_cancelled_run_keeps_its_rows()
    {
        CompressionRequest request = Request("rows.json");
        using CancellationTokenSource source = new();
        Listener listener = new(line =>
        {
            if (line.StartsWith("2 of 4 rows", StringComparison.Ordinal))
                source.Cancel();
        });
        Assert.ThrowsAny<OperationCanceledException>(() => new Operations(listener).Sweep(request, source.Token));
        SweepReport kept = SweepJson.FromJson(File.ReadAllText(problem.At("rows.json")));
        Assert.Equal((2, null), (kept.Rows.Count, kept.Best));
        Assert.Contains(listener.Lines, l => l.StartsWith("2 of 4 rows are kept", StringComparison.Ordinal));
        problem.Sweep(request);
        string resumed = File.ReadAllText(problem.At("rows.json"));
        problem.Sweep(Request("other.json"));
        Assert.Equal(File.ReadAllText(problem.At("other.json")), resumed);
    }

    [Fact]
    public void Time_left_is_told_from_the_rows_of_this_run()
    {
        Listener listener = new();
        Queue<double> seconds = new([0, 30, 90]);
        SweepProgress progress = new(listener, 8, 2, () => TimeSpan.FromSeconds(seconds.Count > 0 ? seconds.Dequeue() : 90));
        progress.At("a");
        progress.Done("a");
        progress.Done("b");
        Assert.Equal(["2 of 8 rows, a", "3 of 8 rows, a, 3 min left", "4 of 8 rows, b, 3 min left"], listener.Lines);
    }

    private CompressionRequest Request(string rows) => problem.With(s => s with { Ratios = Ratios }, rows);

    /// <summary>Keeps what is told.</summary>
    private sealed class Listener(Action<string>? heard = null) : IReporter
    {
        public List<string> Lines { get; } = [];

        /// <summary>How many rows were done, each number once.</summary>
        public IEnumerable<string> Counts => Lines.Where(l => l.Contains(" rows, ", StringComparison.Ordinal)).Select(l => l.Split(',')[0]).Distinct();

        public void Progress(string stage, double fraction, string? detail = null)
        {
            if (detail is null)
                return;
            Lines.Add(detail);
            heard?.Invoke(detail);
        }

        public void Info(string message) => Lines.Add(message);

        public void Warning(string code, string? path, string message)
        {
        }
    }
}
