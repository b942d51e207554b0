using NNCompress.Models;
using NNCompress.Precision;

namespace NNCompress.Tests.Precision;

public sealed class ChannelLevelsTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void Weights_are_within_half_a_step_of_their_channel(int axis)
    {
        Tensor weight = new("w", [20, 30], GraphBuilder.Noise(600, 3));
        ChannelLevels levels = ChannelLevels.Of(weight, axis);
        for (int i = 0; i < weight.Length; i++)
        {
            float scale = levels.Scales[axis == 0 ? i / 30 : i % 30];
            Assert.InRange(Math.Abs(weight.Floats[i] - levels.Levels[i] * scale), 0, 0.5001f * scale);
        }
    }

    [Fact]
    public void No_two_levels_of_one_sign_overflow_the_sum_of_two_products_in_16_bits()
    {
        for (int seed = 0; seed < 200; seed++)
        {
            long[] levels = ChannelLevels.Of(new Tensor("w", [1, 9], GraphBuilder.Noise(9, seed)), 0).Levels;
            long most = levels.Where(l => l > 0).OrderDescending().Take(2).Sum(), least = levels.Where(l => l < 0).Order().Take(2).Sum();
            Assert.InRange(255 * most, 0, short.MaxValue);
            Assert.InRange(255 * least, short.MinValue, 0);
            Assert.True(levels.Max(Math.Abs) >= 60, "the range is not used");
        }
    }

    [Fact]
    public void A_lone_large_weight_may_use_the_whole_range() =>
        Assert.Equal([127, -1, -1], ChannelLevels.Of(new Tensor("w", [1, 3], [127f, -1f, -0.9f]), 0).Levels);

    [Fact]
    public void A_channel_of_zeros_stays_zero()
    {
        ChannelLevels levels = ChannelLevels.Of(new Tensor("w", [2, 2], [0f, 0f, 1f, -1f]), 0);
        Assert.Equal([0, 0, 127, -127], levels.Levels);
        Assert.All(levels.Scales, s => Assert.InRange(s, 1e-30f, 1f));
    }
}
