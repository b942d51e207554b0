using NNCompress.Data;
using NNCompress.Engines;
using NNCompress.Engines.Training;
using NNCompress.Models;
using NNCompress.Pruning;
using NNCompress.Pruning.Lottery;
using NNCompress.Tests.Compression;
using NNCompress.Tests.Engines.Training;

namespace NNCompress.Tests.Pruning.Lottery;

public class LotteryPruningTests
{
    private static readonly ManagedEngine Engine = new(1);

    private static readonly Dataset Data = SyntheticProblem.Data(240, seed: 4, noise: 1);

    private static readonly LotteryOptions Usual = new()
    {
        Rounds = 2,
        Ratio = 0.6,
        Training = FineTuning.Defaults with { Epochs = 2, LearningRate = 1e-2, BatchSize = 40 },
    };

    [Theory]
    [InlineData(LotteryRank.Reconstruct)]
    [InlineData(LotteryRank.L1)]
    [InlineData(LotteryRank.L2)]
    [InlineData(LotteryRank.Bias)]
    [InlineData(LotteryRank.Taylor)]
    public void Neurons_that_are_drawn_have_their_initial_weights(LotteryRank rank)
    {
        Network initial = SyntheticProblem.Network();
        LotteryResult result = Run(initial, Usual with { Rank = rank });
        Assert.Equal(3, result.Rounds.Count);
        Assert.True(result.Network.ParameterCount <= 0.4 * initial.ParameterCount);
        Assert.InRange(result.Rounds[1].Parameters, result.Network.ParameterCount + 1, initial.ParameterCount - 1);
        // The ticket is what surgery by the reported cuts makes of the initial network.
        Dependencies dependencies = Dependencies.Of(initial);
        PruningPlan plan = new() { Method = PruningMethod.Lottery, Groups = result.Removed };
        Assert.Equal(Surgery.Remove(dependencies, plan.Resolve(dependencies, "plan")).ToBytes(), result.Ticket.ToBytes());
        Assert.NotEqual(result.Ticket.ToBytes(), result.Network.ToBytes());
        // All outputs are still there.
        Assert.Equal(3, result.Network.Constant("w2")!.Shape[0]);
    }

    [Theory]
    [InlineData(LotteryRank.Contribution)]
    [InlineData(LotteryRank.L1)]
    [InlineData(LotteryRank.Taylor)]
    public void Weights_that_are_drawn_have_their_initial_values_and_the_others_stay_zero(LotteryRank rank)
    {
        Network initial = SyntheticProblem.Network();
        LotteryResult result = Run(initial, Usual with { Rank = rank, Granularity = LotteryGranularity.Weight });
        float[] was = initial.Constant("w1")!.Floats, ticket = result.Ticket.Constant("w1")!.Floats, now = result.Network.Constant("w1")!.Floats;
        Assert.All(Enumerable.Range(0, was.Length), i => Assert.True(ticket[i] == 0 ? now[i] == 0 : ticket[i] == was[i] && now[i] != 0, $"{was[i]}, {ticket[i]}, {now[i]}"));
        long zeros = initial.ParameterCount - result.Rounds[^1].NonZero;
        Assert.InRange(zeros, (long)(0.6 * initial.ParameterCount), (long)(0.6 * initial.ParameterCount) + 5);
        Assert.DoesNotContain(0f, result.Network.Constant("w2")!.Floats);
    }

    [Fact]
    public void Early_rewinding_goes_back_to_the_step_that_was_asked_for()
    {
        Network initial = SyntheticProblem.Network(), stepped = initial.Clone();
        // Three steps of the very training that the lottery begins with.
        StepTaker taker = new(stepped, 3);
        new Trainer(Engine, new SilentReporter(), taker).Train(initial.Clone(), new TrainingSet(Data), null, Usual.Training);
        LotteryResult result = Run(initial, Usual with { Rounds = 1, Rank = LotteryRank.L2, Rewind = LotteryRewind.Early, RewindStep = 3 });
        Dependencies dependencies = Dependencies.Of(initial);
        PruningPlan plan = new() { Method = PruningMethod.Lottery, Groups = result.Removed };
        Assert.Equal(Surgery.Remove(dependencies, taker.Kept, plan.Resolve(dependencies, "plan")).ToBytes(), result.Ticket.ToBytes());
    }

    [Fact]
    public void Without_rewinding_a_trained_network_is_pruned_at_once_and_stays_good()
    {
        LotteryResult result = Run(SyntheticProblem.Network(), Usual with { Rewind = LotteryRewind.None, TeacherShare = 0.5 });
        Assert.Equal([0, 2, 2], result.Rounds.Select(r => r.Epochs));
        Assert.Equal(SyntheticProblem.Network().ToBytes(), result.Dense.ToBytes());
        Predictions answers = Engine.Evaluate(result.Network, Data);
        Assert.True(Enumerable.Range(0, Data.Count).Count(i => answers.Class(i) == Data.Labels![i]) > 0.8 * Data.Count);
    }

    [Fact]
    public void A_trained_network_with_its_initial_weights_needs_no_first_training()
    {
        Network initial = SyntheticProblem.Network(), trained = initial.Clone();
        new Trainer(Engine, new SilentReporter()).Train(trained, new TrainingSet(Data), null, Usual.Training);
        LotteryResult given = new LotteryPruning(Engine, new SilentReporter()).Run(trained, initial, Data, null, Usual), own = Run(initial, Usual);
        Assert.Equal(own.Dense.ToBytes(), given.Dense.ToBytes());
        Assert.Equal(own.Network.ToBytes(), given.Network.ToBytes());
        Assert.Equal(0, given.Rounds[0].Epochs);
    }

    [Fact]
    public void A_threshold_on_biases_removes_the_neurons_at_or_below_it_in_each_round()
    {
        Network network = SyntheticProblem.Network();
        int small = network.Constant("b1")!.Floats.Count(b => Math.Abs(b) <= 0.05f);
        LotteryResult result = Run(network, Usual with { Rounds = 1, Ratio = null, Threshold = 0.05, Rank = LotteryRank.Bias, Rewind = LotteryRewind.None });
        Assert.InRange(small, 1, 47);
        Assert.Equal(48 - small, result.Network.Constant("w1")!.Shape[0]);
    }

    [Fact]
    public void Input_features_take_part_in_the_rounds()
    {
        LotteryResult result = Run(SyntheticProblem.Network(), Usual with { PruneInputs = true, Rank = LotteryRank.L2 });
        Assert.True(result.Network.Constant("nncompress_inputs")!.Length < 16);
        Assert.Equal(result.Ticket.Constant("nncompress_inputs")!.Integers, result.Network.Constant("nncompress_inputs")!.Integers);
        Assert.DoesNotContain(result.Dense.Nodes, n => n.OpType == "Gather");
    }

    [Theory]
    [InlineData(LotteryGranularity.Neuron)]
    [InlineData(LotteryGranularity.Weight)]
    public void Convolutions_with_norms_and_residuals_take_part_too(LotteryGranularity granularity)
    {
        Network network = SmallNetworks.Conv();
        LotteryOptions options = Usual with { Granularity = granularity, Training = Usual.Training with { Epochs = 1 } };
        LotteryResult result = new LotteryPruning(Engine, new SilentReporter()).Run(network, null, SmallNetworks.Quarters(48), SmallNetworks.Quarters(16, 2), options);
        Assert.All(result.Rounds, r => Assert.False(double.IsNaN(r.Accuracy)));
        if (granularity == LotteryGranularity.Neuron)
            Assert.True(result.Network.Constant("k2")!.Shape[0] < 6);
        else
            Assert.Contains(0f, result.Network.Constant("k2")!.Floats);
    }

    [Fact]
    public void The_control_has_the_tickets_shape_and_zeros_and_other_weights()
    {
        LotteryResult ticket = Run(SyntheticProblem.Network(), Usual with { Rounds = 1, Granularity = LotteryGranularity.Weight });
        (Network control, TrainingResult result) = SmallFromStart.Run(Engine, new SilentReporter(), ticket.Network, keepZeros: true, new TrainingSet(Data), null, Usual.Training);
        float[] drawn = ticket.Network.Constant("w1")!.Floats, own = control.Constant("w1")!.Floats;
        Assert.All(drawn.Zip(own), p => Assert.True(p.First == 0 ? p.Second == 0 : p.Second != p.First, $"{p}"));
        Assert.True(result.Epochs[^1].Loss < result.Epochs[0].Loss);
    }

    [Fact]
    public void The_number_of_threads_does_not_change_a_bit()
    {
        LotteryOptions options = Usual with { Granularity = LotteryGranularity.Weight, Rank = LotteryRank.Taylor };
        LotteryResult one = new LotteryPruning(new ManagedEngine(1), new SilentReporter()).Run(SyntheticProblem.Network(), null, Data, null, options);
        LotteryResult two = new LotteryPruning(new ManagedEngine(2), new SilentReporter()).Run(SyntheticProblem.Network(), null, Data, null, options);
        Assert.Equal(one.Network.ToBytes(), two.Network.ToBytes());
    }

    [Fact]
    public void What_cannot_be_drawn_from_is_refused()
    {
        Network narrow = new GraphBuilder().Input("x", -1, 16).Constant("w", [3, 16]).Node("Gemm", ["x", "w"], ["y"], ("transB", 1)).Output("y").Build();
        Assert.Equal("NNC2105", Assert.Throws<NncException>(() => Run(narrow, Usual with { Granularity = LotteryGranularity.Weight })).Code);
        Assert.Equal("NNC2106", Assert.Throws<NncException>(() => new LotteryPruning(Engine, new SilentReporter()).Run(SyntheticProblem.Network(), narrow, Data, null, Usual)).Code);
        Assert.Throws<ArgumentException>(() => Run(SyntheticProblem.Network(), Usual with { Rank = LotteryRank.Contribution }));
        Assert.Throws<ArgumentException>(() => Run(SyntheticProblem.Network(), Usual with { Ratio = null }));
        Assert.Throws<ArgumentException>(() => Run(SyntheticProblem.Network(), Usual with { Threshold = 0.1 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => Run(SyntheticProblem.Network(), Usual with { Ratio = 1 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => Run(SyntheticProblem.Network(), Usual with { Rounds = 0 }));
    }

    private static LotteryResult Run(Network network, LotteryOptions options) => new LotteryPruning(Engine, new SilentReporter()).Run(network, null, Data, null, options);

    /// <summary>Copies the values after some steps into a network of the same shape.</summary>
    private sealed class StepTaker(Network target, long steps) : ITrainingHook
    {
        public IReadOnlyList<(string Name, Memory<float> Values)> State => [];

        public Network Kept => target;

        public void Begin(ITrainingRun run, long totalSteps)
        {
        }

        public void BeforeStep(ITrainingRun run, long step, double learningRate)
        {
        }

        public void AfterStep(ITrainingRun run, long step, double learningRate)
        {
            if (step + 1 != steps)
                return;
            foreach (TrainingParameter parameter in run.Parameters)
                target.Replace(new Tensor(parameter.Name, parameter.Shape, parameter.Values.ToArray()));
        }
    }
}
