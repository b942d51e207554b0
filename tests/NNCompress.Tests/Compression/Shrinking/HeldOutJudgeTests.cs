using NNCompress.Compression;
using NNCompress.Compression.Shrinking;
using NNCompress.Data;
using NNCompress.Engines;
using NNCompress.Models;

namespace NNCompress.Tests.Compression.Shrinking;

/// <summary>The estimate from held-out samples.</summary>
public sealed class HeldOutJudgeTests
{
    private readonly RunContext run = new(new CompressionRequest { ModelPath = "net.onnx", Threads = 1 }, new QuietReporter(), CancellationToken.None);
    private readonly Network original = SyntheticProblem.Network();
    private readonly Network worse;
    private readonly Dataset heldOut = SyntheticProblem.Data(3000, seed: 21, noise: 0.9f);
    private readonly double accuracy;

    public HeldOutJudgeTests()
    {
        Tensor w = original.Constant("w1")!;
        worse = original.Clone();
        worse.Replace(new Tensor("w1", w.Shape, [.. w.Floats.Zip(GraphBuilder.Noise(w.Length, 5, 0.08f), (a, b) => a + b)]));
        accuracy = Percent(original);
    }

    [Fact]
    public void Samples_that_are_new_to_the_original_count_as_they_are()
    {
        HeldOutJudge judge = new(run, original, heldOut, accuracy + 0.1, 3000, 1);
        Assert.False(judge.Familiar);
        DropEstimate estimate = judge.Estimate(worse);
        (double drop, double error) = Accuracy.Drop(run.Engine.Evaluate(original, heldOut), run.Engine.Evaluate(worse, heldOut), heldOut);
        Assert.True(drop > 0.5, $"{drop}");
        Assert.Equal(drop, estimate.Drop, 9);
        Assert.InRange(estimate.StandardError, 0.9 * error, 1.15 * error);
        // A margin of one standard error, of both data sets.
        double margin = Math.Sqrt(Math.Pow(estimate.StandardError, 2) + (1e4 * estimate.Disagreement / 3000));
        Assert.Equal(estimate.Drop - Math.Max(1 - margin, 0.3), judge.Excess(estimate), 9);
    }

    [Fact]
    public void Samples_that_the_original_knows_are_weighted_to_its_accuracy_on_new_ones()
    {
        HeldOutJudge judge = new(run, original, heldOut, 70, 10000, 1);
        Assert.True(judge.Familiar);
        Assert.Equal(0, judge.Estimate(original).Drop);
        Predictions before = run.Engine.Evaluate(original, heldOut), after = run.Engine.Evaluate(worse, heldOut);
        int[] labels = heldOut.Labels!, all = [.. Enumerable.Range(0, heldOut.Count)];
        double kept = all.Where(i => before.Class(i) == labels[i]).Average(i => after.Class(i) == labels[i] ? 1.0 : 0);
        double won = all.Where(i => before.Class(i) != labels[i]).Average(i => after.Class(i) == labels[i] ? 1.0 : 0);
        DropEstimate estimate = judge.Estimate(worse);
        Assert.Equal(70 - (70 * kept) - (30 * won), estimate.Drop, 9);
        Assert.Equal(estimate.Drop - 0.9, judge.Excess(estimate), 9);
    }

    [Theory]
    [InlineData(70)]
    [InlineData(null)]
    public void Where_many_are_tried_a_margin_for_chance_stays(int? judged)
    {
        HeldOutJudge judge = new(run, original, heldOut, judged ?? accuracy, 10000, 6) { OfMany = true };
        Assert.Equal(judged is not null, judge.Familiar);
        DropEstimate estimate = judge.Estimate(worse);
        // Two standard errors, of the estimate a tenth more on 3,000 samples.
        double margin = 2 * Math.Sqrt(Math.Pow(1.1 * estimate.StandardError, 2) + (1e4 * estimate.Disagreement / 10000));
        Assert.True(margin > 0.3, $"{margin}");
        Assert.Equal(estimate.Drop - (6 - margin), judge.Excess(estimate), 9);
    }

    private double Percent(Network network) => Accuracy.Percent(run.Engine.Evaluate(network, heldOut), heldOut);
}
