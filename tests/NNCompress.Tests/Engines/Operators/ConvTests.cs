using Xunit.Abstractions;

namespace NNCompress.Tests.Engines.Operators;

public class ConvTests(ITestOutputHelper output)
{
    /// <summary>Case: samples, channels, kernels, groups, then sizes, kernel, strides, dilations, pads (begin, end).</summary>
    public static TheoryData<int[], int[], int[], int[], int[], int[]> Cases => new()
    {
        { [2, 3, 5, 1], [7, 6], [3, 3], [1, 1], [1, 1], [0, 0, 0, 0] },
        { [3, 1, 20, 1], [28, 28], [5, 5], [1, 1], [1, 1], [0, 0, 0, 0] },
        { [2, 20, 50, 1], [12, 12], [5, 5], [1, 1], [1, 1], [2, 2, 2, 2] },
        { [2, 4, 6, 2], [9, 11], [3, 2], [2, 3], [1, 1], [1, 0, 2, 1] },
        { [1, 6, 6, 6], [10, 9], [3, 3], [1, 2], [2, 2], [2, 1, 0, 3] },
        { [2, 40, 33, 1], [6, 5], [1, 1], [1, 1], [1, 1], [0, 0, 0, 0] },
        { [2, 4, 3, 1], [6, 5], [1, 1], [2, 2], [1, 1], [1, 1, 1, 1] },
        { [1, 2, 3, 1], [40, 70], [7, 3], [1, 1], [1, 3], [3, 3, 3, 3] },
        { [2, 3, 9, 3], [50], [5], [2], [2], [4, 1] },
        { [2, 2, 4, 1], [5, 6, 7], [2, 3, 2], [1, 2, 1], [2, 1, 1], [1, 0, 1, 0, 1, 0] },
        { [1, 1, 1, 1], [3, 1], [3, 1], [1, 1], [1, 1], [0, 0, 0, 0] },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void Agrees_with_nested_loops(int[] counts, int[] sizes, int[] kernel, int[] strides, int[] dilations, int[] pads)
    {
        (int samples, int channels, int kernels, int groups) = (counts[0], counts[1], counts[2], counts[3]);
        int[] weightShape = [kernels, channels / groups, .. kernel];
        float[] w = GraphBuilder.Noise(weightShape.Aggregate(1, (p, d) => p * d), 1), b = GraphBuilder.Noise(kernels, 2);
        GraphBuilder graph = new GraphBuilder().Input("x", [-1, channels, .. sizes]).Constant("w", weightShape, w).Constant("b", [kernels], b)
            .Node("Conv", ["x", "w", "b"], ["y"], ("group", groups), ("strides", [.. strides]), ("dilations", [.. dilations]), ("pads", [.. pads]));
        float[] y = OperatorRun.Y(graph, [samples, channels, .. sizes], out float[] x);
        double worst = OperatorRun.Deviation(Naive(x, counts, sizes, w, b, kernel, strides, dilations, pads), y);
        output.WriteLine($"worst deviation {worst:e1}");
        Assert.InRange(worst, 0, 5e-5);
    }

    [Fact]
    public void Kernels_and_bias_may_be_computed()
    {
        // The kernels are a sample itself: y = Σ x², where the bias is the same sum of a smaller kernel.
        GraphBuilder graph = new GraphBuilder().Input("x", 1, 2, 3, 3)
            .Node("Conv", ["x", "x"], ["c"]).Node("Flatten", ["c"], ["f"], ("axis", 0)).Node("Squeeze", ["f", "first"], ["s"]).Constant("first", [1], [0L])
            .Node("Conv", ["x", "x", "s"], ["y"]);
        float[] y = OperatorRun.Y(graph, [1, 2, 3, 3], out float[] x);
        Assert.Equal(2 * x.Sum(v => (double)v * v), y[0], 1e-4);
    }

    [Theory]
    [InlineData("SAME_UPPER", new[] { 3f, 7, 5 })] // 1+2, 3+4, 5+padding
    [InlineData("SAME_LOWER", new[] { 1f, 5, 9 })] // padding+1, 2+3, 4+5
    [InlineData("VALID", new[] { 3f, 7 })]
    public void Auto_pad_puts_the_odd_element_where_it_says(string mode, float[] expected)
    {
        GraphBuilder graph = new GraphBuilder().Input("x", -1, 1, 5).Constant("w", [1, 1, 2], [1f, 1])
            .Node("Conv", ["x", "w"], ["y"], ("auto_pad", mode), ("strides", [2]));
        Assert.Equal(expected, OperatorRun.Y(graph, [1, 1, 5], [1f, 2, 3, 4, 5]));
    }

    /// <summary>Loops over up to three spatial dimensions, in double precision.</summary>
    private static double[] Naive(float[] x, int[] counts, int[] sizes, float[] w, float[] b, int[] kernel, int[] strides, int[] dilations, int[] pads)
    {
        (int samples, int channels, int kernels, int groups) = (counts[0], counts[1], counts[2], counts[3]);
        int rank = sizes.Length, perGroup = channels / groups;
        int[] output = [.. Enumerable.Range(0, rank).Select(i => ((sizes[i] + pads[i] + pads[rank + i] - (((kernel[i] - 1) * dilations[i]) + 1)) / strides[i]) + 1)];
        int plane = output.Aggregate(1, (p, d) => p * d), inputPlane = sizes.Aggregate(1, (p, d) => p * d), taps = kernel.Aggregate(1, (p, d) => p * d);
        double[] y = new double[samples * kernels * plane];
        for (int i = 0; i < y.Length; i++)
        {
            int n = i / (kernels * plane), k = i / plane % kernels, group = k / (kernels / groups);
            int[] position = Unravel(i % plane, output);
            double sum = b[k];
            for (int c = 0; c < perGroup; c++)
            {
                for (int t = 0; t < taps; t++)
                {
                    int[] tap = Unravel(t, kernel);
                    int at = 0;
                    bool inside = true;
                    for (int d = 0; d < rank; d++)
                    {
                        int p = (position[d] * strides[d]) - pads[d] + (tap[d] * dilations[d]);
                        inside &= p >= 0 && p < sizes[d];
                        at = (at * sizes[d]) + p;
                    }
                    if (inside)
                        sum += (double)w[(((k * perGroup) + c) * taps) + t] * x[((((n * channels) + (group * perGroup) + c)) * inputPlane) + at];
                }
            }
            y[i] = sum;
        }
        return y;
    }

    internal static int[] Unravel(int index, int[] shape)
    {
        int[] position = new int[shape.Length];
        for (int d = shape.Length - 1; d >= 0; d--)
            (index, position[d]) = (index / shape[d], index % shape[d]);
        return position;
    }
}
