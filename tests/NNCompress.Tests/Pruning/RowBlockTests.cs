using NNCompress.Models;
using NNCompress.Pruning;

namespace NNCompress.Tests.Pruning;

public sealed class RowBlockTests
{
    private const int Channels = 500, Side = 9, Samples = 20, Patches = 4;

    /// <summary>A row has 49 numbers a channel: all rows of the batch are nearly two million, the batch itself less than half of that.</summary>
    [Fact]
    public void Parts_are_the_rows_of_the_batch_and_never_all_of_them()
    {
        Network network = new GraphBuilder().Input("x", -1, 3, Side, Side).Constant("a", [Channels, 3, 1, 1]).Constant("u", [Channels, 1, 7, 7]).Constant("v", [2, Channels, 1, 1])
            .Node("Conv", ["x", "a"], ["r"]).Node("Conv", ["r", "u"], ["h"], ("group", Channels), ("pads", [3, 3, 3, 3])).Node("Conv", ["h", "v"], ["c"]).Node("Flatten", ["c"], ["y"]).Output("y").Build();
        Layer layer = KernelMoments.Layers(Dependencies.Of(network)).Single();
        int[] shape = [Samples, Channels, Side, Side];
        RowBlock whole = new(network, layer, Patches), parts = new(network, layer, Patches);
        // The second batch goes on where the first has ended.
        for (int batch = 0; batch < 2; batch++)
        {
            float[] activations = GraphBuilder.Noise(Samples * Channels * Side * Side, 5 + batch);
            whole.Fill(activations, shape);
            Assert.Equal((Samples * Patches, (Channels * 49) + 1), (whole.Rows, whole.Width));
            int rows = 0, times = 0;
            parts.FillInParts(activations, shape, () =>
            {
                Assert.True(whole.Values.AsSpan(rows * whole.Width, parts.Rows * parts.Width).SequenceEqual(parts.Values.AsSpan(0, parts.Rows * parts.Width)));
                rows += parts.Rows;
                times++;
            });
            Assert.Equal(whole.Rows, rows);
            Assert.True(times > 1 && parts.Values.Length <= 1 << 20, $"{times} parts of {parts.Values.Length} numbers");
        }
    }
}
