using NNCompress.Engines.Managed.Training;
using NNCompress.Engines.Managed.Training.Optimisers;
using NNCompress.Engines.Training;
using NNCompress.Models;

namespace NNCompress.Tests.Engines.Training;

public class OptimiserTests
{
    // Weights 1 and −2, gradients 0.5 and 0.25 then −1 and 2, rate 0.1; worked out by hand.
    [Fact]
    public void Sgd_with_momentum_and_decay_takes_the_steps_worked_out_by_hand()
    {
        TrainingOptions options = new() { Optimiser = OptimiserKind.Sgd, Momentum = 0.9, WeightDecay = 0.1 };
        // g + 0.1·w: 0.6 and 0.05; w: 0.94 and −2.005.
        // g + 0.1·w: −0.906 and 1.7995; v = 0.9·(0.6, 0.05) + that: −0.366 and 1.8445; w: 0.9766 and −2.18945.
        Check(options, ParameterRole.Weight, [[0.94, -2.005], [0.9766, -2.18945]]);
    }

    [Fact]
    public void Sgd_without_momentum_goes_straight_down()
    {
        Check(new TrainingOptions { Optimiser = OptimiserKind.Sgd, Momentum = 0 }, ParameterRole.Weight, [[0.95, -2.025], [1.05, -2.225]]);
    }

    [Fact]
    public void Penalties_pull_weights_to_zero()
    {
        TrainingOptions options = new() { Optimiser = OptimiserKind.Sgd, Momentum = 0, L1 = 0.2, L2 = 0.5 };
        // g + 0.2·sign + 0.5·w: 1.2 and −0.95; w: 0.88 and −1.905. Then −1 + 0.2 + 0.44 and 2 − 0.2 − 0.9525; w: 0.916 and −1.98975.
        Check(options, ParameterRole.Weight, [[0.88, -1.905], [0.916, -1.98975]]);
    }

    [Fact]
    public void Biases_and_norms_know_neither_penalties_nor_decay()
    {
        TrainingOptions options = new() { Optimiser = OptimiserKind.Sgd, Momentum = 0, L1 = 0.2, L2 = 0.5, WeightDecay = 0.3 };
        Check(options, ParameterRole.Offset, [[0.95, -2.025], [1.05, -2.225]]);
        // The first step of Adam is the rate, against the gradient's sign.
        Check(options with { Optimiser = OptimiserKind.AdamW }, ParameterRole.Offset, [[0.9, -2.1]]);
    }

    [Fact]
    public void L1_leaves_a_zero_where_it_is()
    {
        TrainingOptions options = new() { Optimiser = OptimiserKind.Sgd, Momentum = 0, L1 = 0.2 };
        Check(options, ParameterRole.Weight, [[0, 0]], [0, 0], [[0, 0]]);
    }

    [Fact]
    public void Adam_takes_the_steps_worked_out_by_hand()
    {
        // Step 1: ĝ = g, v̂ = g²: the rate against the sign. Step 2: m = 0.9·0.1·g₁ + 0.1·g₂ = −0.055 and 0.2225, m̂ = m/0.19 = −0.2894737 and
        // 1.1710526; v = 0.999·0.001·g₁² + 0.001·g₂² = 0.00124975 and 0.0040624375, v̂ = v/0.001999 = 0.6251876 and 2.0322349, roots 0.7906881 and
        // 1.4255648; w: 0.9 + 0.1·0.3661035 and −2.1 − 0.1·0.8214657.
        Check(new TrainingOptions(), ParameterRole.Weight, [[0.9, -2.1], [0.93661035, -2.18214657]]);
    }

    [Fact]
    public void AdamW_shrinks_weights_apart_from_the_gradient()
    {
        // As above, but each step first takes 0.1·0.5 = 5 % off: 0.95 − 0.1 and −1.9 − 0.1; then 0.8075 + 0.03661035 and −1.9 − 0.08214657.
        TrainingOptions options = new() { Optimiser = OptimiserKind.AdamW, WeightDecay = 0.5 };
        Check(options, ParameterRole.Weight, [[0.85, -2], [0.84411035, -1.98214657]]);
    }

    [Theory]
    [InlineData(ScheduleKind.Constant, new[] { 0.4, 0.4, 0.4, 0.4 })]
    [InlineData(ScheduleKind.Linear, new[] { 0.4, 0.3, 0.2, 0.1 })]
    [InlineData(ScheduleKind.Step, new[] { 0.4, 0.4, 0.2, 0.2 })]
    [InlineData(ScheduleKind.Cosine, new[] { 0.4, 0.341421356237, 0.2, 0.058578643763 })]
    public void Schedules_pass_through_known_rates(ScheduleKind schedule, double[] expected)
    {
        TrainingOptions options = new() { Epochs = 2, LearningRate = 0.4, Schedule = schedule, StepEpochs = 1, StepFactor = 0.5 };
        for (int step = 0; step < 4; step++)
            Assert.Equal(expected[step], LearningRate.At(options, step, 2), 1e-9);
    }

    private static void Check(TrainingOptions options, ParameterRole role, double[][] expected, float[]? start = null, float[][]? gradients = null)
    {
        gradients ??= [[0.5f, 0.25f], [-1, 2]];
        ManagedParameter parameter = new(new Tensor("w", [2], start ?? [1f, -2]), role);
        ParameterUpdate update = new(options, [parameter]);
        using WorkTeam team = new(1);
        for (int step = 0; step < expected.Length; step++)
        {
            gradients[step].CopyTo(parameter.Slope.Span);
            update.Run(team, 0.1, step + 1);
            for (int i = 0; i < 2; i++)
                Assert.Equal(expected[step][i], parameter.Values[i], 1e-6);
        }
    }
}
