using NNCompress.Data;
using NNCompress.Engines.Training;
using NNCompress.Models;
using Xunit.Abstractions;

namespace NNCompress.Tests.Conformance;

/// <summary>Losses, optimisers, penalties, statistics, dropout and state of a run, against formulas in double precision.</summary>
/// <param name="output">Told accuracies.</param>
public abstract class TrainingConformance(ITestOutputHelper output)
{
    private static readonly int[] Eight = [0, 1, 2, 3, 4, 5, 6, 7];

    protected abstract ITrainingEngine Create();

    public static TheoryData<string> Optimisers => [.. PlainOptimiser.Options.Keys];

    [Theory]
    [MemberData(nameof(Optimisers))]
    public void An_optimiser_takes_the_steps_of_its_formula(string name)
    {
        TrainingOptions options = PlainOptimiser.Options[name] with { BatchSize = 8 };
        using ITrainingRun run = Create().Begin(Dense(), Noise(8), options);
        PlainOptimiser plain = new(options, run.Parameters);
        Assert.Equal([ParameterRole.Weight, ParameterRole.Offset], run.Parameters.Select(p => p.Role));
        for (int step = 1; step <= 4; step++)
        {
            run.Step(Eight, 0.05);
            plain.Step(run.Parameters, 0.05, step);
            for (int p = 0; p < run.Parameters.Count; p++)
            {
                for (int i = 0; i < run.Parameters[p].Values.Length; i++)
                    Assert.Equal(plain.Values[p][i], run.Parameters[p].Values[i], 2e-6);
            }
        }
        Assert.Equal(4, run.Steps);
    }

    [Fact]
    public void The_loss_of_labels_and_of_targets_is_that_of_the_formula()
    {
        Network network = Dense();
        TrainingSet labelled = Noise(8);
        float[] targets = new float[24];
        for (int i = 0; i < 24; i++)
            targets[i] = (1 + (i % 3)) / 6f;
        double[][] scores = [.. Eight.Select(i => Scores(network, labelled.Inputs.Inputs.AsSpan(i * 4, 4)))];
        double Cross(int sample, int c) => Math.Log(scores[sample].Sum(Math.Exp)) - scores[sample][c];
        Check(labelled, LossKind.CrossEntropy, Eight.Sum(i => Cross(i, labelled.Inputs.Labels![i])));
        Check(labelled with { Targets = targets }, LossKind.CrossEntropy, Eight.Sum(i => Enumerable.Range(0, 3).Sum(c => targets[(i * 3) + c] * Cross(i, c))));
        Check(labelled with { Targets = targets }, LossKind.MeanSquaredError, Eight.Sum(i => Enumerable.Range(0, 3).Average(c => Math.Pow(scores[i][c] - targets[(i * 3) + c], 2))));
        Check(labelled, LossKind.MeanSquaredError, Eight.Sum(i => Enumerable.Range(0, 3).Average(c => Math.Pow(scores[i][c] - (labelled.Inputs.Labels![i] == c ? 1 : 0), 2))));

        void Check(TrainingSet data, LossKind loss, double expected)
        {
            using ITrainingRun run = Create().Begin(network, data, new TrainingOptions { Loss = loss, BatchSize = 8 });
            BatchFigures figures = run.Differentiate(Eight);
            Assert.Equal(expected, figures.Loss, 1e-5);
            Assert.Equal(Eight.Count(i => scores[i].AsSpan().IndexOf(scores[i].Max()) == labelled.Inputs.Labels![i]), figures.Correct);
            Assert.Equal(8, figures.Samples);
        }
    }

    [Fact]
    public void What_hooks_write_is_what_the_next_step_computes_with()
    {
        Network network = Dense();
        float[] before = [.. network.Constant("w")!.Floats];
        using ITrainingRun run = Create().Begin(network, Noise(8), new TrainingOptions { BatchSize = 8 });
        run.Step(Eight, 0.05);
        float[] gradient = run.Parameters[0].Gradient.ToArray();
        Assert.Contains(gradient, g => g != 0);
        run.Parameters[0].Values.Clear();
        run.Parameters[1].Values.Clear();
        // Without weights, all classes are as likely.
        Assert.Equal(8 * Math.Log(3), run.Differentiate(Eight).Loss, 1e-5);
        Assert.NotEqual(gradient, run.Parameters[0].Gradient.ToArray());
        run.Step(Eight, 0.05);
        Assert.All(run.Parameters[0].Values.ToArray(), v => Assert.InRange(Math.Abs(v), 0, 0.2));
        Assert.Equal(before, network.Constant("w")!.Floats);
        run.WriteBack();
        Assert.Equal(run.Parameters[0].Values.ToArray(), network.Constant("w")!.Floats);
    }

    [Fact]
    public void What_a_run_ended_with_can_still_be_read()
    {
        ITrainingRun run = Create().Begin(Dense(), Noise(8), new TrainingOptions { BatchSize = 8 });
        run.Step(Eight, 0.05);
        IReadOnlyList<TrainingParameter> parameters = run.Parameters;
        float[] values = parameters[0].Values.ToArray(), gradient = parameters[0].Gradient.ToArray();
        run.Dispose();
        Assert.Equal(values, parameters[0].Values.ToArray());
        Assert.Equal(gradient, parameters[0].Gradient.ToArray());
        parameters[0].Values[0] = 0;
        Assert.Equal(0, parameters[0].Values[0]);
    }

    [Fact]
    public void A_state_that_is_put_back_goes_the_same_way_again()
    {
        TrainingSet data = new(SmallNetworks.Quarters(24));
        using ITrainingRun run = Create().Begin(SmallNetworks.Conv(), data, new TrainingOptions { BatchSize = 8, Seed = 4 });
        run.Step(Eight, 0.01);
        float[][] state = [.. run.State.Select(s => s.Values.ToArray())];
        long steps = run.Steps;
        float[][] first = Go();
        foreach (((string _, Memory<float> values), float[] kept) in run.State.Zip(state))
            kept.CopyTo(values);
        run.Steps = steps;
        Assert.Equal(first, Go());
        Assert.Equal(run.State.Count, run.State.Select(s => s.Name).Distinct().Count());

        float[][] Go()
        {
            for (int i = 0; i < 3; i++)
                run.Step([.. Eight.Select(s => s + (8 * i))], 0.01);
            return [.. run.State.Select(s => s.Values.ToArray())];
        }
    }

    [Fact]
    public void Norms_keep_running_statistics_of_the_population()
    {
        Dataset data = SmallNetworks.Quarters(16);
        Network network = SmallNetworks.Conv();
        List<float>[] channels = [.. Enumerable.Range(0, 6).Select(_ => new List<float>())];
        Create().Observe(network, data, ["h1"], (_, values, shape) =>
        {
            for (int i = 0; i < values.Length; i++)
                channels[i / 64 % 6].Add(values[i]);
        });
        using ITrainingRun run = Create().Begin(network, new TrainingSet(data), new TrainingOptions { BatchSize = 16 });
        run.Step([.. Enumerable.Range(0, 16)], 0);
        run.WriteBack();
        for (int c = 0; c < 6; c++)
        {
            double mean = channels[c].Average(v => (double)v), variance = channels[c].Average(v => (v - mean) * (v - mean));
            Assert.Equal(0.1 * mean, network.Constant("mean")!.Floats[c], 1e-5);
            Assert.Equal(0.9 + (0.1 * variance), network.Constant("variance")!.Floats[c], 1e-5);
        }
    }

    [Fact]
    public void Dropout_drops_its_share_and_scales_the_rest_anew_in_each_step()
    {
        // y is what is left of w where x is 1.
        Network network = new GraphBuilder().Input("x", -1, 1).Constant("w", [1, 2000], Enumerable.Repeat(1f, 2000).ToArray()).Constant("ratio", [], [0.3f])
            .Node("MatMul", ["x", "w"], ["h"]).Node("Dropout", ["h", "ratio"], ["y"]).Output("y").Build();
        TrainingSet data = new(new Dataset("ones", [1], [1f, 1], null, new Scaling(1, [], [])), new float[4000]);
        using ITrainingRun run = Create().Begin(network, data, new TrainingOptions { Loss = LossKind.MeanSquaredError, BatchSize = 1, Optimiser = OptimiserKind.Sgd, Momentum = 0 });
        float[] first = Kept(), again = Kept();
        Assert.Equal(first, again);
        // The gradient by w is 2·factor²/2000.
        float expected = 2 / (0.7f * 0.7f) / 2000;
        Assert.All(first, g => Assert.True(g == 0 || Math.Abs(g - expected) < 1e-6));
        Assert.InRange(first.Count(g => g == 0), 500, 700);
        run.Step([0], 0);
        Assert.NotEqual(first, Kept());

        float[] Kept()
        {
            run.Differentiate([0]);
            return run.Parameters[0].Gradient.ToArray();
        }
    }

    [Fact]
    public void Only_chosen_tensors_move()
    {
        Network network = SmallNetworks.Conv();
        using ITrainingRun run = Create().Begin(network, new TrainingSet(SmallNetworks.Quarters(8)), new TrainingOptions { BatchSize = 8, Trainable = ["w", "k2"] });
        Assert.Equal(["k2", "w"], run.Parameters.Select(p => p.Name));
        float[] k1 = network.Constant("k1")!.Floats, k2 = network.Constant("k2")!.Floats;
        run.Step(Eight, 0.01);
        run.WriteBack();
        Assert.Equal(k1, network.Constant("k1")!.Floats);
        Assert.NotEqual(k2, network.Constant("k2")!.Floats);
    }

    [Fact]
    public void A_network_learns_what_the_slow_version_learns()
    {
        Dataset train = SmallNetworks.Quarters(160, 1), test = SmallNetworks.Quarters(400, 2);
        float[] w1 = GraphBuilder.Noise(12 * 64, 21, 0.2f), w2 = GraphBuilder.Noise(4 * 12, 22, 0.4f);
        Network network = new GraphBuilder().Input("x", -1, 1, 8, 8).Node("Flatten", ["x"], ["f"]).Constant("w1", [12, 64], w1).Constant("b1", [12], new float[12])
            .Node("Gemm", ["f", "w1", "b1"], ["h"], ("transB", 1)).Node("Relu", ["h"], ["a"]).Constant("w2", [4, 12], w2).Constant("b2", [4], new float[4])
            .Node("Gemm", ["a", "w2", "b2"], ["y"], ("transB", 1)).Output("y").Build();
        PlainNetwork plain = new([(w1, new float[12]), (w2, new float[4])]);
        using ITrainingRun run = Create().Begin(network, new TrainingSet(train), new TrainingOptions { Optimiser = OptimiserKind.Sgd, Momentum = 0, BatchSize = 16 });
        for (int step = 0; step < 60; step++)
        {
            int[] samples = [.. Enumerable.Range(step * 16 % 160, 16)];
            run.Step(samples, 0.1);
            plain.Step([.. samples.Select(s => Sample(train, s))], [.. samples.Select(s => train.Labels![s])], 0.1);
        }
        run.WriteBack();
        double expected = Percent(i => plain.Run(Sample(test, i))[^1] is { } y ? y.AsSpan().IndexOf(y.Max()) : -1);
        NNCompress.Engines.Predictions predictions = Create().Evaluate(network, test);
        double actual = Percent(predictions.Class);
        output.WriteLine($"{actual:f2} %, slowly {expected:f2} %");
        Assert.InRange(expected, 60, 100);
        Assert.InRange(actual, expected - 0.5, expected + 0.5);

        double Percent(Func<int, int> classOf) => 100.0 * Enumerable.Range(0, test.Count).Count(i => classOf(i) == test.Labels![i]) / test.Count;
    }

    private static float[] Sample(Dataset data, int index) => data.Inputs.AsSpan(index * 64, 64).ToArray();

    private static Network Dense() => new GraphBuilder().Input("x", -1, 4).Constant("w", [4, 3]).Constant("b", [3]).Node("Gemm", ["x", "w", "b"], ["y"]).Output("y").Build();

    private static double[] Scores(Network network, ReadOnlySpan<float> x)
    {
        float[] w = network.Constant("w")!.Floats;
        double[] y = Array.ConvertAll(network.Constant("b")!.Floats, b => (double)b);
        for (int i = 0; i < 12; i++)
            y[i % 3] += (double)w[i] * x[i / 3];
        return y;
    }

    private static TrainingSet Noise(int count) =>
        new(new Dataset("noise", [4], GraphBuilder.Noise(count * 4, 3), [.. Enumerable.Range(0, count).Select(i => i % 3)], new Scaling(1, [], [])));
}
