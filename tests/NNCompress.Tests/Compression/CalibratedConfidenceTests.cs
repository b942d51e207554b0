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
    public void Among_five_places_those_count_who_leave_and_come()
    {
        // Five of six classes are in the first places: the third, believed in at 0.1, leaves for the last, at 0.05.
        float[] row = [0.4f, 0.2f, 0.1f, 0.15f, 0.1f, 0.05f], other = [0.4f, 0.2f, 0.01f, 0.15f, 0.1f, 0.14f];
        CalibratedConfidence confidence = new(new Predictions(row, 6), 95, places: 5);
        Assert.Equal(1, confidence.Temperature, 3);
        (double drop, _, double turned) = confidence.Drop(new Predictions(other, 6));
        Assert.Equal(5, drop, 2);
        Assert.Equal(0.15, turned, 3);
        Assert.Equal(0, confidence.Drop(new Predictions([0.2f, 0.4f, 0.1f, 0.1f, 0.15f, 0.05f], 6)).Drop);
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
