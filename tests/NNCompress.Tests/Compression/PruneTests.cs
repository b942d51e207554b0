using NNCompress.Compression;
using NNCompress.Models;
using NNCompress.Pruning;
using NNCompress.Pruning.Lottery;
using NNCompress.Reports;
using NNCompress.Tests.Data;

namespace NNCompress.Tests.Compression;

/// <summary>The prune verb through the library, with training, on a problem of seconds.</summary>
public sealed class PruneTests : IDisposable
{
    private readonly DataFiles files = new();
    private readonly CompressionRequest request;

    public PruneTests() => request = new CompressionRequest
    {
        ModelPath = files.Write("net.onnx", SyntheticProblem.Network().ToBytes()),
        DataPath = files.Write("judge.npz", SyntheticProblem.ToNpz(SyntheticProblem.Data(1000, seed: 11, noise: 1.2f))),
        TrainDataPath = files.Write("train.npz", SyntheticProblem.ToNpz(SyntheticProblem.Data(1000, seed: 12, noise: 1.2f))),
        Method = PruningMethod.Random,
        Ratio = 0.9,
        Threads = 1,
    };

    public void Dispose() => files.Dispose();

    [Fact]
    public void Fine_tuning_wins_back_what_a_lot_has_cost()
    {
        CompressionResult cut = Prune(request), tuned = Prune(request with { FineTuneEpochs = 6 });
        Assert.Null(cut.Report.Epochs);
        Assert.Equal(6, tuned.Report.Epochs!.Count);
        Assert.Equal(cut.Report.Parameters, tuned.Report.Parameters);
        Assert.True(tuned.Report.Compressed!.Accuracy > cut.Report.Compressed!.Accuracy, $"{cut.Report.Compressed} → {tuned.Report.Compressed}");
        Assert.Equal(["judge", "calibration", "training"], tuned.Report.Data.Select(d => d.Role));
        Assert.Equal(tuned.Report.Parameters!.After, OnnxFile.Load(tuned.Report.Outputs[0]).ParameterCount);
    }

    [Fact]
    public void Validation_is_held_out_of_the_training_data()
    {
        CompressionResult result = Prune(request with { FineTuneEpochs = 2, Training = new TrainingSettings { ValidationShare = 0.25 } });
        Assert.All(result.Report.Epochs!, e => Assert.False(double.IsNaN(e.ValidationAccuracy)));
        Assert.Equal([("training", 750), ("validation", 250)], result.Report.Data.Skip(2).Select(d => (d.Role, d.Samples)));
        Assert.Equal(2, result.Report.KeptEpoch);
    }

    [Fact]
    public void Training_needs_labelled_data_that_does_not_judge()
    {
        NncException failure = Assert.Throws<NncException>(() => Prune(request with { FineTuneEpochs = 1, TrainDataPath = null }));
        Assert.Equal("NNC1065", failure.Code);
        Assert.Contains("--train-data", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_lottery_reports_its_rounds_and_its_dense_network_is_the_baseline()
    {
        CompressionResult result = Prune(Lottery(new LotterySettings { Rounds = 2 }) with { PlanPath = At("plan.json") });
        Assert.Equal([0, 1, 2], result.Report.Rounds!.Select(r => r.Round));
        Assert.True(result.Report.Parameters!.After <= 0.5 * result.Report.Parameters.Before);
        Assert.Equal("lottery", result.Report.Method);
        CompressionResult again = Prune(request with { Method = PruningMethod.Auto, Ratio = null, ReplayPath = At("plan.json"), OutputPath = At("again.onnx") });
        Assert.Equal(result.Report.Parameters, again.Report.Parameters);
    }

    [Fact]
    public void Single_weights_stay_zero_through_fine_tuning()
    {
        CompressionResult result = Prune(Lottery(new LotterySettings { Granularity = LotteryGranularity.Weight, Rounds = 2 }) with { Ratio = 0.6, FineTuneEpochs = 1 });
        Assert.Equal(result.Report.Parameters!.Before, result.Report.Parameters.After);
        RoundRow last = result.Report.Rounds![^1];
        Assert.InRange(last.NonZero, 1, (long)(0.4 * last.Parameters) + 1);
        Network network = OnnxFile.Load(result.Report.Outputs[0]);
        Assert.Equal(last.NonZero, network.Weights.Sum(w => w.Floats.LongCount(v => v != 0)));
    }

    [Fact]
    public void A_convolution_keeps_the_channels_that_it_reads_and_says_so()
    {
        CompressionResult result = Prune(new CompressionRequest
        {
            ModelPath = SampleModels.Path("fashion-lenet.onnx"),
            OutputPath = At("lenet.onnx"),
            Method = PruningMethod.FirstK,
            Ratio = 0.3,
            PruneInputs = true,
        });
        Assert.Contains(result.Report.Warnings, w => w.StartsWith("NNC2107", StringComparison.Ordinal));
    }

    [Fact]
    public void Inputs_leave_and_a_plan_with_them_can_be_replayed_and_a_pruned_model_pruned_again()
    {
        CompressionResult result = Prune(request with { Method = PruningMethod.Magnitude, Ratio = 0.4, PruneInputs = true, PlanPath = At("plan.json"), OutputPath = At("once.onnx") });
        Network once = OnnxFile.Load(At("once.onnx"));
        int left = once.Constant("nncompress_inputs")!.Length;
        Assert.InRange(left, 1, 15);
        Assert.Equal(left, once.Constant("w1")!.Shape[1]);
        Assert.Equal("nncompress_inputs", result.Report.Groups[0].Name);
        CompressionResult again = Prune(request with { Method = PruningMethod.Auto, Ratio = null, ReplayPath = At("plan.json"), OutputPath = At("again.onnx") });
        Assert.Equal(result.Report.Parameters, again.Report.Parameters);
        Prune(request with { ModelPath = At("once.onnx"), Method = PruningMethod.Magnitude, Ratio = 0.4, PruneInputs = true, OutputPath = At("twice.onnx") });
        Network twice = OnnxFile.Load(At("twice.onnx"));
        Assert.Single(twice.Nodes, n => n.OpType == "Gather");
        Assert.InRange(twice.Constant("nncompress_inputs")!.Length, 1, left - 1);
    }

    public static TheoryData<LotterySettings, double?, double?, bool> Misfits => new()
    {
        { new LotterySettings { Rewind = LotteryRewind.None, InitialPath = "i.onnx" }, 0.5, null, false },
        { new LotterySettings { RewindStep = 5 }, 0.5, null, false },
        { new LotterySettings(), null, 0.1, false },
        { new LotterySettings { Rank = LotteryRank.Bias }, 0.5, 0.1, false },
        { new LotterySettings { Rank = LotteryRank.Bias, Granularity = LotteryGranularity.Weight }, 0.5, null, false },
        { new LotterySettings { Rank = LotteryRank.Contribution }, 0.5, null, false },
        { new LotterySettings { Granularity = LotteryGranularity.Weight }, 0.5, null, true },
    };

    [Theory]
    [MemberData(nameof(Misfits))]
    public void Options_of_a_lottery_that_do_not_fit(LotterySettings settings, double? ratio, double? threshold, bool inputs)
    {
        NncException failure = Assert.Throws<NncException>(() => Prune(Lottery(settings) with { Ratio = ratio, Threshold = threshold, PruneInputs = inputs }));
        Assert.Equal("NNC1066", failure.Code);
    }

    private string At(string name) => Path.Combine(files.Folder, name);

    private CompressionRequest Lottery(LotterySettings settings) => request with
    {
        Method = PruningMethod.Lottery,
        Ratio = 0.5,
        Lottery = settings,
        Training = new TrainingSettings { Epochs = 2, LearningRate = 5e-3 },
    };

    [Theory]
    [InlineData(PruningMethod.Taylor, 0.8)]
    [InlineData(PruningMethod.L1, 0.8)]
    [InlineData(PruningMethod.L0, 0.8)]
    public void Trained_gates_choose_better_than_a_lot_and_every_plan_cuts_the_same_channels_again(PruningMethod method, double ratio)
    {
        string plan = Path.Combine(files.Folder, "plan.json");
        CompressionResult lot = Prune(request with { Ratio = ratio });
        CompressionResult gates = Prune(request with { Ratio = ratio, Method = method, PlanPath = plan, Training = new TrainingSettings { Epochs = 4, BatchSize = 32, ValidationShare = 0.1 } });
        Assert.True(method == PruningMethod.Taylor || gates.Report.Compressed!.Accuracy > lot.Report.Compressed!.Accuracy, $"{lot.Report.Compressed} → {gates.Report.Compressed}");
        Assert.Equal(method == PruningMethod.Taylor ? null : 4, gates.Report.Epochs?.Count);
        Assert.Equal(method.ToString().ToLowerInvariant(), gates.Report.Method);
        CompressionResult again = Prune(request with { Ratio = null, ReplayPath = plan, Method = PruningMethod.Auto });
        Assert.Equal(gates.Report.Groups.Select(g => g.After), again.Report.Groups.Select(g => g.After));
        Assert.Equal(method == PruningMethod.Taylor ? [] : ["NNC2101"], again.Report.Warnings.Select(w => w[..7]));
    }

    [Fact]
    public void Gates_and_fine_tuning_tell_their_epochs_in_one_row()
    {
        CompressionResult result = Prune(request with { Method = PruningMethod.L1, FineTuneEpochs = 2, Training = new TrainingSettings { Epochs = 3 } });
        Assert.Equal([1, 2, 3, 4, 5], result.Report.Epochs!.Select(e => e.Epoch));
    }

    private static CompressionResult Prune(CompressionRequest request) => new Operations(new QuietReporter()).Prune(request, CancellationToken.None);
}
