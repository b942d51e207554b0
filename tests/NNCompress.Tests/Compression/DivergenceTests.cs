using NNCompress.Compression;
using NNCompress.Engines;

namespace NNCompress.Tests.Compression;

public sealed class DivergenceTests
{
    [Fact]
    public void Equal_answers_do_not_diverge_nor_do_scores_that_differ_by_a_constant()
    {
        Predictions scores = new([1, -2, 0.5f, 3, 3, 3], 3), shifted = new([11, 8, 10.5f, 13, 13, 13], 3);
        Assert.Equal(0, Divergence.Mean(scores, scores));
        Assert.Equal(0, Divergence.Mean(scores, shifted), 6);
    }

    [Fact]
    public void Logits_diverge_by_the_formula()
    {
        // Softmax of (ln 3, 0) is (3/4, 1/4); of (0, 0) it is (1/2, 1/2); the second row is the same in both.
        Predictions before = new([MathF.Log(3), 0, 5, 2], 2), after = new([0, 0, 5, 2], 2);
        double expected = (0.75 * Math.Log(1.5) + 0.25 * Math.Log(0.5)) / 2;
        Assert.Equal(expected, Divergence.Mean(before, after), 6);
    }

    [Fact]
    public void Probabilities_and_their_logarithms_are_taken_as_such()
    {
        float[] p = [0.75f, 0.25f], q = [0.5f, 0.5f];
        double expected = 0.75 * Math.Log(1.5) + 0.25 * Math.Log(0.5);
        Assert.Equal(expected, Divergence.Mean(new Predictions(p, 2), new Predictions(q, 2)), 6);
        Assert.Equal(expected, Divergence.Mean(new Predictions(Array.ConvertAll(p, MathF.Log), 2), new Predictions(Array.ConvertAll(q, MathF.Log), 2)), 6);
    }

    [Fact]
    public void An_answer_that_was_held_impossible_costs_much_and_stays_finite() =>
        Assert.InRange(Divergence.Mean(new Predictions([1, 0], 2), new Predictions([0, 1], 2)), 20, 30);
}
