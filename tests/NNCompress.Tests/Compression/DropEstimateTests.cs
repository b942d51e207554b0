using NNCompress.Compression;
using NNCompress.Engines;

namespace NNCompress.Tests.Compression;

public sealed class DropEstimateTests
{
    [Fact]
    public void With_labels_it_is_the_paired_drop()
    {
        DropEstimate estimate = DropEstimate.Of(Answers.Of(0, 1, 0, 1), Answers.Of(0, 1, 1, 0), Answers.Labelled(0, 1, 0, 0));
        Assert.Equal(0, estimate.Drop, 9);
        Assert.Equal(0.5, estimate.Disagreement, 9);
        Assert.Equal(100 * Math.Sqrt(0.5 / 4), estimate.StandardError, 9);
    }

    [Fact]
    public void Without_labels_the_original_says_what_a_changed_class_costs_whatever_form_its_scores_have()
    {
        // Probabilities (0.7, 0.3) and (0.9, 0.1); only the first sample changes its class, which loses 0.7 - 0.3 of a sample.
        float[] probabilities = [0.7f, 0.3f, 0.9f, 0.1f];
        Predictions after = Answers.Of(1, 0);
        foreach (float[] form in new[] { probabilities, Array.ConvertAll(probabilities, MathF.Log), Array.ConvertAll(probabilities, p => MathF.Log(p) + 4) })
        {
            DropEstimate estimate = DropEstimate.Of(new Predictions(form, 2), after, Answers.Unlabelled(2));
            Assert.Equal(100 * 0.4 / 2, estimate.Drop, 3);
            Assert.Equal(0.5, estimate.Disagreement, 9);
            Assert.Equal(100 * Math.Sqrt((0.16 / 2 - 0.04) / 2), estimate.StandardError, 3);
        }
    }

    [Fact]
    public void An_answer_that_is_not_a_number_counts_as_lost()
    {
        DropEstimate estimate = DropEstimate.Of(Answers.Of(0, 1), new Predictions([float.NaN, 0, 0, 1], 2), Answers.Unlabelled(2));
        Assert.Equal(50, estimate.Drop, 9);
    }
}
