using NNCompress.Compression;
using NNCompress.Compression.Metrics;
using NNCompress.Data;
using NNCompress.Models;
using NNCompress.Pruning;
using NNCompress.Tests.Data;

namespace NNCompress.Tests.Compression;

public sealed class BudgetSearchTests : IDisposable
{
    private readonly DataFiles files = new();
    private readonly RunContext run;
    private readonly EncodingStage stage;

    public BudgetSearchTests()
    {
        // So many weights that their sections are next to nothing where all of them are zero.
        Network network = new GraphBuilder().Input("x", -1, 64).Constant("w1", [1500, 64]).Constant("w2", [4, 1500])
            .Node("Gemm", ["x", "w1"], ["h"], ("transB", 1)).Node("Relu", ["h"], ["a"]).Node("Gemm", ["a", "w2"], ["y"], ("transB", 1)).Output("y").Build();
        run = new RunContext(
            new CompressionRequest { ModelPath = "", CalibrationDataPath = files.Write("data.npz", SyntheticProblem.ToNpz(QuartersProblem.Data(300, seed: 5))) }, new QuietReporter(), CancellationToken.None);
        Dependencies dependencies = run.Analyse(network);
        StagePreparation preparation = new(run, dependencies, run.Roles(network, wantsCalibration: true).Calibration!);
        stage = preparation.Prepare(new PrunedNetwork(network, PruningPlan.Of(PruningMethod.Reconstruct, dependencies, new HashSet<int>())));
    }

    public void Dispose()
    {
        run.Dispose();
        files.Dispose();
    }

    [Fact]
    public void Steps_at_which_all_weights_are_zero_do_not_tell_that_finer_ones_are_no_help()
    {
        // Nothing but zeros: what is lost is the same at all such steps.
        Judge judge = new(decoded => decoded.Weights.All(w => w.Floats.All(v => v == 0)) ? 3 : 0);
        Candidate? coarsest = Search(judge).Coarsest(stage, SearchSettings.HighestExponent);
        Assert.NotNull(coarsest);
        Assert.True(judge.Failed > 2, $"{judge.Failed} candidates of zeros");
    }

    [Fact]
    public void Finer_steps_that_do_not_help_are_given_up()
    {
        List<Candidate> tried = [];
        BudgetSearch search = new(new Judge(_ => 3), _ => stage, new QuietReporter()) { IsDeep = false, Tried = tried.Add };
        Assert.Null(search.Coarsest(stage, SearchSettings.FirstExponent));
        Assert.Equal([SearchSettings.FirstExponent, SearchSettings.FirstExponent - SearchSettings.Octave], tried.Select(c => c.Exponent));
    }

    [Fact]
    public void So_are_steps_that_would_have_to_be_very_fine_where_something_has_passed()
    {
        // After the first, only the network itself and what is nearly that pass.
        int asked = 0;
        Judge judge = new(_ => asked++ == 0 ? 0 : 3);
        BudgetSearch search = Search(judge);
        search.Try(stage, SearchSettings.FirstExponent);
        Assert.NotNull(search.Best);
        Assert.Null(search.Coarsest(stage, SearchSettings.FirstExponent));
        Assert.Equal(3, asked);
    }

    [Fact]
    public void Each_candidate_is_told_with_the_share_that_was_told_last()
    {
        LineReporter lines = new();
        BudgetSearch search = new(new Judge(_ => 0), _ => stage, lines) { IsDeep = false };
        search.Tell(0.25);
        search.Try(stage, SearchSettings.FirstExponent);
        Assert.Collection(lines.Lines,
            line => Assert.Equal("search 0.25 0 tried, none passes yet", line),
            line => Assert.StartsWith("search 0.25 1 tried, best ", line, StringComparison.Ordinal));
    }

    private BudgetSearch Search(Judge judge) => new(judge, _ => stage, new QuietReporter()) { IsDeep = false };

    /// <param name="divergence">Of a decoded network; what diverges fails.</param>
    private sealed class Judge(Func<Network, double> divergence) : ICandidateJudge
    {
        public int Failed { get; private set; }

        public bool TellsPoints => true;

        public DropEstimate Estimate(Network decoded)
        {
            double found = divergence(decoded);
            return new DropEstimate(found, 0, found, 0);
        }

        public double Excess(DropEstimate estimate)
        {
            Failed += estimate.Divergence > 0 ? 1 : 0;
            return estimate.Divergence;
        }
    }

    private sealed class LineReporter : IReporter
    {
        public List<string> Lines { get; } = [];

        public void Progress(string stage, double fraction, string? detail = null) => Lines.Add(FormattableString.Invariant($"{stage} {fraction} {detail}"));

        public void Info(string message)
        {
        }

        public void Warning(string code, string? path, string message)
        {
        }
    }
}
