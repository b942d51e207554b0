using NNCompress.Pruning.Gates;

namespace NNCompress.Tests.Pruning.Gates;

public sealed class HardConcreteTests
{
    [Theory]
    [InlineData(2.5, 2.0 / 3)]
    [InlineData(0, 0.3)]
    [InlineData(-1, 0.1)]
    public void Draws_are_0_and_1_as_often_as_the_distribution_says(double logAlpha, double temperature)
    {
        const int Count = 100_000;
        int zeros = 0, ones = 0;
        for (int i = 0; i < Count; i++)
        {
            (double gate, double slope) = HardConcrete.Sample((i + 0.5) / Count, logAlpha, temperature);
            Assert.InRange(gate, 0, 1);
            Assert.True(slope == 0 == gate is 0 or 1, "the slope is 0 where the draw is clipped, and nowhere else");
            zeros += gate == 0 ? 1 : 0;
            ones += gate == 1 ? 1 : 0;
        }
        // P(s ≤ x) = σ(β·logit(x) − log α), at the places that the stretch takes to 0 and 1.
        double below = Sigmoid((temperature * Math.Log(0.1 / 1.1)) - logAlpha), above = 1 - Sigmoid((temperature * Math.Log(1.1 / 0.1)) - logAlpha);
        Assert.Equal(below, (double)zeros / Count, 1e-3);
        Assert.Equal(above, (double)ones / Count, 1e-3);
    }

    [Theory]
    [InlineData(0.3, 0.5, 0.7)]
    [InlineData(0.5, 0.1, 0.4)]
    public void The_slope_is_that_of_the_draw(double u, double logAlpha, double temperature)
    {
        const double H = 1e-6;
        double expected = (HardConcrete.Sample(u, logAlpha + H, temperature).Gate - HardConcrete.Sample(u, logAlpha - H, temperature).Gate) / (2 * H);
        Assert.True(expected > 0);
        Assert.Equal(expected, HardConcrete.Sample(u, logAlpha, temperature).Slope, 1e-6);
    }

    [Fact]
    public void The_price_is_a_line_between_its_bounds()
    {
        Assert.Equal((0.5, 1.0 / 8), HardConcrete.Open(0, 0));
        Assert.Equal((1, 0), HardConcrete.Open(4.5, 0));
        Assert.Equal((0, 0), HardConcrete.Open(-7, 0.05));
        Assert.True(HardConcrete.Open(0, 0.5).Probability > 0.5, "stretching keeps gates from 0");
    }

    [Fact]
    public void Gates_without_chance_reach_both_ends()
    {
        Assert.Equal(0, HardConcrete.Deterministic(-3));
        Assert.Equal(0.5, HardConcrete.Deterministic(0), 1e-12);
        Assert.Equal(1, HardConcrete.Deterministic(3));
    }

    private static double Sigmoid(double x) => 1 / (1 + Math.Exp(-x));
}
