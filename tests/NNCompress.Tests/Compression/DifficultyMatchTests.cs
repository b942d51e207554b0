using NNCompress.Compression;
using NNCompress.Data;
using NNCompress.Engines;
using NNCompress.Models;

namespace NNCompress.Tests.Compression;

public sealed class DifficultyMatchTests
{
    private static readonly ManagedEngine Engine = new();

    [Fact]
    public void Data_that_is_too_easy_becomes_as_hard_as_the_target_and_keeps_its_labels()
    {
        (Network network, Dataset data) = (SyntheticProblem.Network(), SyntheticProblem.Data(1500, seed: 3, noise: 0.4f));
        double before = Of(network, data);
        (Dataset mixed, double share) = DifficultyMatch.Apply(network, data, 90, judged: 10000, seed: 5, Evaluate);
        Assert.True(before > 97, $"the problem is easy: {before} %");
        Assert.InRange(share, 0.01, 0.5);
        Assert.InRange(Of(network, mixed), 87, 90);
        Assert.Equal(data.Labels, mixed.Labels);
        Assert.Equal(share, DifficultyMatch.Apply(network, data, 90, judged: 10000, seed: 5, Evaluate).Share);
    }

    [Fact]
    public void Data_that_is_hard_enough_or_has_no_labels_stays_as_it_is()
    {
        (Network network, Dataset data) = (SyntheticProblem.Network(), SyntheticProblem.Data(300, seed: 3, noise: 2f));
        (Dataset same, double share) = DifficultyMatch.Apply(network, data, Of(network, data), judged: 10000, seed: 5, Evaluate);
        Assert.Equal(0, share);
        Assert.Same(data, same);
        Dataset unlabelled = new(data.Source, data.SampleShape, data.Inputs, null, data.Scaling);
        Assert.Equal((unlabelled, 0), DifficultyMatch.Apply(network, unlabelled, 10, judged: 10000, seed: 5, Evaluate));
    }

    private static Predictions Evaluate(Network network, Dataset data) => Engine.Evaluate(network, data);

    private static double Of(Network network, Dataset data) => Accuracy.Percent(Evaluate(network, data), data);
}
