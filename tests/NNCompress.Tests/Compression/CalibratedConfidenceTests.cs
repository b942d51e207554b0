using NNCompress.Compression;
using NNCompress.Engines;

namespace NNCompress.Tests.Compression;

public sealed class CalibratedConfidenceTests
{
    [Fact]
    public void The_original_says_what_a_changed_class_costs_whatever_form_its_scores_have()
    {
        // Right as often as it believes to be: 0.7 and 0.9 of the time. Only the first sample changes its class, which loses 0.7 - 0.3 of a sample.
        float[] probabilities = [0.7f, 0.3f, 0.9f, 0.1f];
        Predictions after = Answers.Of(1, 0);
        foreach (float[] form in new[] { probabilities, Array.ConvertAll(probabilities, MathF.Log), Array.ConvertAll(probabilities, p => MathF.Log(p) + 4) })
        {
            CalibratedConfidence confidence = new(new Predictions(form, 2), 80);
            Assert.Equal(1, confidence.Temperature, 3);
            (double drop, double error, double turned) = confidence.Drop(after);
            Assert.Equal(100 * 0.4 / 2, drop, 2);
            Assert.Equal(100 * Math.Sqrt((0.16 / 2 - 0.04) / 2), error, 2);
            Assert.Equal(0.5, turned, 9);
        }
    }

    [Fact]
    public void Who_is_surer_than_right_is_believed_less()
    {
        Predictions sure = new([4, 0, 4, 0, 0, 4, 1, 0], 2), after = Answers.Of(0, 0, 1, 1);
        CalibratedConfidence naive = new(sure, 93), honest = new(sure, 75);
        Assert.True(honest.Temperature > 1.5 * naive.Temperature, $"{naive.Temperature} and {honest.Temperature}");
        Assert.True(honest.Drop(after).Drop < naive.Drop(after).Drop);
    }

    [Fact]
    public void An_answer_that_is_not_a_number_counts_as_lost()
    {
        CalibratedConfidence confidence = new(new Predictions([9, 0, 0, 9], 2), 99.9);
        Assert.Equal(50, confidence.Drop(new Predictions([float.NaN, 0, 0, 1], 2)).Drop, 0);
    }

    [Fact]
    public void Hopeless_originals_have_nothing_to_lose()
    {
        CalibratedConfidence confidence = new(new Predictions([9, 0, 0, 9], 2), 0);
        Assert.InRange(confidence.Drop(Answers.Of(1, 0)).Drop, 0, 10);
    }
}
