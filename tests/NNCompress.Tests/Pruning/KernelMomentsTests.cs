using NNCompress.Data;
using NNCompress.Engines;
using NNCompress.Models;
using NNCompress.Pruning;

namespace NNCompress.Tests.Pruning;

public sealed class KernelMomentsTests
{
    /// <summary>Pictures as large as the kernel: each sample is one patch.</summary>
    [Theory]
    [InlineData(4, 4, 1)]
    [InlineData(4, 8, 1)]
    [InlineData(6, 6, 2)]
    public void They_are_those_of_each_kernels_own_channels(int channels, int kernels, int perGroup)
    {
        int groups = channels / perGroup, size = perGroup * 9, count = 50;
        Network network = new GraphBuilder().Input("x", -1, channels, 3, 3).Constant("u", [channels, channels, 1, 1]).Constant("w", [kernels, perGroup, 3, 3]).Constant("v", [2, kernels, 1, 1])
            .Node("Conv", ["x", "u"], ["r"]).Node("Conv", ["r", "w"], ["h"], ("group", groups)).Node("Conv", ["h", "v"], ["c"]).Node("Flatten", ["c"], ["y"]).Output("y").Build();
        Dataset data = new("noise", [channels, 3, 3], GraphBuilder.Noise(count * channels * 9, 3), null, new Scaling(1, [], []));
        float[] read = [];
        new ManagedEngine(1).Observe(network, data, ["r"], (_, values, _) => read = [.. read, .. values]);
        Dependencies dependencies = Dependencies.Of(network);
        Layer layer = Assert.Single(KernelMoments.Layers(dependencies));
        double[][] moments = KernelMoments.Collect(new ManagedEngine(1), dependencies, data, default).Of(layer);
        Assert.Equal(kernels, moments.Length);
        for (int r = 0; r < kernels; r++)
        {
            int first = r / (kernels / groups) * size;
            double[] expected = new double[(size + 1) * (size + 1)];
            for (int s = 0; s < count; s++)
            {
                double[] x = [.. read.AsSpan((s * channels * 9) + first, size).ToArray().Select(v => (double)v), 1];
                for (int i = 0; i < expected.Length; i++)
                    expected[i] += x[i / (size + 1)] * x[i % (size + 1)] / count;
            }
            Assert.All(expected.Zip(moments[r]), p => Assert.Equal(p.First, p.Second, 1e-9));
        }
    }
}
