using System.Globalization;
using NNCompress.Compression;
using NNCompress.Tests.Data;

namespace NNCompress.Tests.Compression.Trials;

/// <summary>A search that was killed and goes on with its cache of trials ends with the bytes of one that was not.</summary>
public sealed class ResumedSearchTests : IDisposable
{
    private readonly DataFiles files = new();
    private readonly CompressionRequest request;

    public ResumedSearchTests() => request = new CompressionRequest
    {
        ModelPath = files.Write("net.onnx", QuartersProblem.Trained().ToBytes()),
        DataPath = Write("judge.npz", 600, seed: 15),
        TrainDataPath = Write("train.npz", 1500, seed: 12),
        AccuracyBudget = 20,
        Threads = 1,
    };

    public void Dispose() => files.Dispose();

    [Theory]
    [InlineData("encode", 0, "search")]
    [InlineData("compress", 0, "coder race")]
    [InlineData("compress", 1, "round 1")]
    public void A_killed_run_goes_on_and_ends_with_the_same_bytes(string verb, int epochs, string stage)
    {
        CompressionRequest asked = request with { FineTuneEpochs = epochs, Training = new TrainingSettings { BatchSize = epochs > 0 ? 32 : null }, Ratio = verb == "compress" ? 0.3 : null };
        Run(verb, asked with { OutputPath = At("whole.nnz") });
        CompressionRequest kept = asked with { OutputPath = At("resumed.nnz"), TrialCachePath = At("trials") };
        using CancellationTokenSource source = new();
        Assert.ThrowsAny<OperationCanceledException>(() => Run(verb, kept, new Watcher { Stage = stage, Then = source.Cancel }, source.Token));
        Assert.False(File.Exists(At("resumed.nnz")));

        Watcher watcher = new();
        Run(verb, kept, watcher);
        Assert.True(watcher.Found > 0, "nothing was found again");
        Assert.Equal(File.ReadAllBytes(At("whole.nnz")), File.ReadAllBytes(At("resumed.nnz")));
    }

    [Fact]
    public void Another_budget_uses_the_same_trials_and_another_seed_or_model_does_not()
    {
        CompressionRequest kept = request with { TrialCachePath = At("trials") };
        Watcher first = new(), budget = new(), seed = new(), model = new();
        Run("encode", kept, first);
        Run("encode", kept with { AccuracyBudget = 25 }, budget);
        Run("encode", kept with { Seed = 1 }, seed);
        Run("encode", kept with { ModelPath = files.Write("other.onnx", QuartersProblem.Untrained().ToBytes()), AccuracyBudget = 100 }, model);
        Assert.Equal((0, 0, 0), (first.Found, seed.Found, model.Found));
        Assert.True(budget.Found > 0);
        Assert.Equal(3, Directory.GetFiles(At("trials")).Length);
    }

    [Fact]
    public void A_cache_that_cannot_be_used_is_a_warning()
    {
        QuietReporter reporter = new();
        CompressionResult result = new Operations(reporter).Encode(request with { TrialCachePath = Path.Combine(files.Write("file"), "folder") }, default);
        Assert.Null(result.Failure);
        Assert.Equal(["NNC1081"], reporter.Warnings);
    }

    private static void Run(string verb, CompressionRequest request, IReporter? reporter = null, CancellationToken cancellation = default)
    {
        Operations operations = new(reporter ?? new QuietReporter());
        CompressionResult result = verb == "encode" ? operations.Encode(request, cancellation) : operations.Compress(request, cancellation);
        Assert.Null(result.Failure);
    }

    private string Write(string name, int count, int seed) => files.Write(name, SyntheticProblem.ToNpz(QuartersProblem.Data(count, seed)));

    private string At(string name) => Path.Combine(files.Folder, name);

    /// <summary>Ends a run in a stage, and hears what was found again.</summary>
    private sealed class Watcher : IReporter
    {
        public string? Stage { get; init; }

        public Action Then { get; init; } = () => { };

        public int Found { get; private set; }

        public void Progress(string stage, double fraction, string? detail = null)
        {
            // The search's first words are that it begins.
            if (Stage is not null && stage.StartsWith(Stage, StringComparison.Ordinal) && (stage != "search" || fraction > 0))
                Then();
        }

        public void Info(string message)
        {
            if (message.EndsWith("found in the cache of trials", StringComparison.Ordinal))
                Found = int.Parse(message[..message.IndexOf(' ', StringComparison.Ordinal)], CultureInfo.InvariantCulture);
        }

        public void Warning(string code, string? path, string message)
        {
        }
    }
}
