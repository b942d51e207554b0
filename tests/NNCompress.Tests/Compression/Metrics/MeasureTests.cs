using NNCompress.Compression.Metrics;
using NNCompress.Data;
using NNCompress.Engines;

namespace NNCompress.Tests.Compression.Metrics;

public sealed class MeasureTests
{
    // Two samples of two targets; the original misses by (1, 0) and (0, 2), the other network by (1, 1) and (2, 2).
    private static readonly Dataset Data = new("hand", [1], [0, 0], null, Answers.Unscaled, [1, 2, 5, 8]);
    private static readonly Predictions Before = new([2, 2, 5, 6], 2), After = new([2, 1, 7, 10], 2);

    [Theory]
    [InlineData(Metric.Mse, (1 + 4) / 4.0, (1 + 1 + 4 + 4) / 4.0, 100)]
    [InlineData(Metric.Mae, 3 / 4.0, 6 / 4.0, 100)]
    [InlineData(Metric.R2, 100 * (1 - (5 / 26.0)), 100 * (1 - (10 / 26.0)), 100 * 5 / 26.0)] // (2² + 3²) · 2 around the means 3 and 5.
    [InlineData(Metric.Cosine, 100, 100 * ((6 / 2.8284271247461903 / 2.23606797749979) + (95 / 12.206555615733702 / 7.810249675906654)) / 2, double.NaN)]
    public void Figures_and_drops_are_those_of_the_definitions(Metric metric, double before, double after, double drop)
    {
        IMeasure measure = Measure.Of(metric, Data, Before);
        Verdict verdict = measure.Compare(After);
        Assert.Equal(before, verdict.Was, 9);
        Assert.Equal(after, verdict.Now, 9);
        Assert.Equal(double.IsNaN(drop) ? before - after : drop, verdict.Drop, 9);
        Assert.Equal(verdict.Drop, measure.Drop(After).Drop, 9);
        Assert.Equal((0, 0), measure.Drop(Before));
    }

    [Fact]
    public void Kl_is_in_nats_and_its_points_are_hundredths()
    {
        Predictions was = new([0.5f, 0.5f, 0.9f, 0.1f], 2), now = new([0.25f, 0.75f, 0.9f, 0.1f], 2);
        Verdict verdict = Measure.Of(Metric.Kl, Answers.Unlabelled(2), was).Compare(now);
        double nats = ((0.5 * Math.Log(2)) + (0.5 * Math.Log(0.5 / 0.75))) / 2;
        Assert.Equal(0, verdict.Was);
        Assert.Equal(nats, verdict.Now, 6);
        Assert.Equal(100 * nats, verdict.Drop, 4);
    }

    [Fact]
    public void Top5_counts_who_is_among_the_first_five_and_of_equals_the_first_come_first()
    {
        float[] row = [9, 8, 7, 6, 5, 5, 4], lost = [9, 8, 7, 6, 5, 10, 4], none = [9, 8, float.NaN, 6, 5, 5, 4];
        Dataset data = Answers.Labelled(4, 5, 0);
        IMeasure measure = Measure.Of(Metric.Top5, data, new Predictions([.. row, .. row, .. row], 7));
        Assert.Equal(100 * 2 / 3.0, measure.Original, 9);
        Verdict verdict = measure.Compare(new Predictions([.. lost, .. lost, .. none], 7));
        Assert.Equal(100 / 3.0, verdict.Now, 9);
        Assert.Equal(100 / 3.0, verdict.Drop, 9);
    }

    [Theory]
    [InlineData(Metric.Mse)]
    [InlineData(Metric.Mae)]
    [InlineData(Metric.R2)]
    [InlineData(Metric.Cosine)]
    public void The_interval_holds_the_drop_of_a_large_sample_19_times_in_20(Metric metric)
    {
        double truth = Draw(metric, 100_000, seed: 1).Drop;
        int held = Enumerable.Range(2, 200).Count(seed => Draw(metric, 400, seed) is { Interval: [double low, double high] } && low <= truth && truth <= high);
        Assert.InRange(held, 180, 199);
    }

    [Theory]
    [InlineData(Metric.Mse)]
    [InlineData(Metric.R2)]
    [InlineData(Metric.Cosine)]
    public void Outputs_that_are_no_numbers_lose_everything(Metric metric)
    {
        Predictions broken = new([float.NaN, 1, 7, 10], 2);
        Assert.Equal(double.PositiveInfinity, Measure.Of(metric, Data, Before).Compare(broken).Drop);
    }

    [Fact]
    public void What_a_metric_says_nothing_of_is_named()
    {
        Fails("NNC2130", Metric.Mse, Data, new Predictions([1, 2], 1), "2 values a sample");
        Fails("NNC2131", Metric.R2, new Dataset("same", [1], [0, 0], null, Answers.Unscaled, [3, 3]), new Predictions([1, 2], 1), "no variance");
        Fails("NNC2131", Metric.Mae, new Dataset("own", [1], [0, 0], null, Answers.Unscaled, [1, 2]), new Predictions([1, 2], 1), "mae is 0");
        Fails("NNC2131", Metric.Kl, Answers.Unlabelled(2), new Predictions([1, 2], 1), "[1]");
        Fails("NNC2131", Metric.Kl, Answers.Unlabelled(1), new Predictions([1, 2, 3, 4], 4) { SampleShape = [2, 2] }, "[2, 2]");
        Fails("NNC2131", Metric.Top5, Answers.Labelled(0, 1), Answers.Of(0, 1), "2 scores");
    }

    [Theory]
    [InlineData(Metric.Mse)]
    [InlineData(Metric.Mae)]
    [InlineData(Metric.R2)]
    public void Outputs_alone_tell_what_errors_will_be(Metric metric)
    {
        // Misses that know nothing of what was moved: the expectation meets what the targets count.
        (Dataset data, Predictions was, Predictions now) = Regression(20_000, seed: 7);
        MeanLoss measure = (MeanLoss)Measure.Of(metric, data, was);
        (double drop, double error, double turned) = new ExpectedError(was, measure).Drop(now);
        (double counted, double noise) = measure.Drop(now);
        Assert.InRange(drop, counted - (4 * noise), counted + (4 * noise));
        Assert.True(error < noise, $"{error} and {noise}");
        // Misses of one sample's two outputs may go together, which these do not.
        Assert.InRange(100 * Math.Sqrt(turned / data.Count), 0.9 * noise, 1.6 * noise);
    }

    private static Verdict Draw(Metric metric, int count, int seed)
    {
        (Dataset data, Predictions was, Predictions now) = Regression(count, seed);
        return Measure.Of(metric, data, was).Compare(now);
    }

    private static (Dataset Data, Predictions Was, Predictions Now) Regression(int count, int seed)
    {
        // Far from zero, where the cosine has no steep tail.
        float[] truth = Array.ConvertAll(GraphBuilder.Noise(2 * count, seed, 2), t => t + 9), noise = GraphBuilder.Noise(2 * count, seed + 1_000_000, 0.5f), moved = GraphBuilder.Noise(2 * count, seed + 2_000_000, 0.2f);
        return (new Dataset("drawn", [1], new float[count], null, Answers.Unscaled, [.. truth.Zip(noise, (t, n) => t + n)]), new Predictions(truth, 2), new Predictions([.. truth.Zip(moved, (t, m) => t + m)], 2));
    }

    private static void Fails(string code, Metric metric, Dataset data, Predictions answers, string saying)
    {
        NncException error = Assert.Throws<NncException>(() => Measure.Of(metric, data, answers).Drop(answers));
        Assert.Equal(code, error.Code);
        Assert.Contains(saying, error.Message, StringComparison.Ordinal);
    }
}
