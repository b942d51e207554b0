using NNCompress.Compression;
using NNCompress.Data;
using NNCompress.Engines;

namespace NNCompress.Tests.Compression;

public sealed class AccuracyTests
{
    // Ten samples of class 0 or 1: before, the first eight are right; after, two of them are lost and one of the others is won.
    private static readonly Dataset Data = Answers.Labelled(0, 1, 0, 1, 0, 1, 0, 1, 0, 1);
    private static readonly Predictions Before = Answers.Of(0, 1, 0, 1, 0, 1, 0, 1, 1, 0), After = Answers.Of(1, 0, 0, 1, 0, 1, 0, 1, 0, 0);

    [Fact]
    public void Percent_counts_the_classes_that_are_right()
    {
        Assert.Equal(80, Accuracy.Percent(Before, Data), 9);
        Assert.Equal(70, Accuracy.Percent(After, Data), 9);
    }

    [Fact]
    public void Drop_and_its_error_are_those_of_paired_differences()
    {
        (double drop, double error) = Accuracy.Drop(Before, After, Data);
        Assert.Equal(10, drop, 9);
        Assert.Equal(100 * Math.Sqrt((0.3 - 0.01) / 10), error, 9);
        Assert.Equal((0, 0), Accuracy.Drop(Before, Before, Data));
    }

    [Fact]
    public void Interval_is_that_of_Agresti_and_Min()
    {
        // Lost 2.5 and won 1.5 of 12: mean 1/12, variance (4/12 - 1/144) / 12.
        double[] interval = Accuracy.Interval(Before, After, Data);
        Assert.Equal(-23.99067, interval[0], 3);
        Assert.Equal(40.65734, interval[1], 3);
        double[] unchanged = Accuracy.Interval(Before, Before, Data);
        Assert.Equal(0, unchanged[0] + unchanged[1], 9);
        Assert.True(unchanged[1] > 1, "ten samples without a change prove little");
    }

    [Fact]
    public void A_score_that_is_not_a_number_is_no_right_answer() =>
        Assert.Equal(50, Accuracy.Percent(new Predictions([float.NaN, 0, 1, 0], 2), Answers.Labelled(0, 0)), 9);

    [Fact]
    public void A_label_that_is_no_class_is_named()
    {
        NncException error = Assert.Throws<NncException>(() => Accuracy.Percent(Answers.Of(0, 1), Answers.Labelled(1, 2)));
        Assert.Equal("NNC2043", error.Code);
        Assert.Contains("sample 1 is 2", error.Message, StringComparison.Ordinal);
    }
}
