namespace NNCompress.Tests.Engines.Operators;

public class PoolTests
{
    /// <summary>Case: sizes, kernel, strides, dilations, pads (begin, end), ceil_mode, count_include_pad.</summary>
    public static TheoryData<int[], int[], int[], int[], int[], int, int> Cases => new()
    {
        { [24, 24], [2, 2], [2, 2], [1, 1], [0, 0, 0, 0], 0, 0 },
        { [9, 13], [2, 2], [2, 2], [1, 1], [0, 0, 0, 0], 0, 0 },
        { [9, 13], [2, 2], [2, 2], [1, 1], [0, 0, 0, 0], 1, 0 },
        { [10, 11], [3, 3], [2, 2], [1, 1], [1, 1, 1, 1], 0, 0 },
        { [10, 11], [3, 3], [2, 2], [1, 1], [1, 1, 1, 1], 1, 1 },
        { [10, 40], [3, 3], [1, 1], [1, 1], [1, 1, 1, 1], 0, 1 },
        { [14, 15], [3, 2], [3, 3], [2, 4], [1, 0, 2, 1], 1, 0 },
        { [14, 15], [3, 2], [3, 3], [2, 3], [1, 0, 2, 1], 1, 1 },
        { [31], [4], [2], [1], [1, 2], 1, 0 },
        { [5, 6, 7], [2, 3, 2], [1, 2, 2], [1, 1, 1], [1, 1, 0, 0, 1, 1], 0, 1 },
        { [4, 4], [4, 4], [1, 1], [1, 1], [0, 0, 0, 0], 0, 0 },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void Agree_with_nested_loops(int[] sizes, int[] kernel, int[] strides, int[] dilations, int[] pads, int ceil, int countPadding)
    {
        foreach (string op in new[] { "MaxPool", "AveragePool" })
        {
            GraphBuilder graph = new GraphBuilder(19).Input("x", [-1, 3, .. sizes]);
            graph = op == "MaxPool"
                ? graph.Node(op, ["x"], ["y"], ("kernel_shape", [.. kernel]), ("strides", [.. strides]), ("dilations", [.. dilations]), ("pads", [.. pads]), ("ceil_mode", ceil))
                : graph.Node(op, ["x"], ["y"], ("kernel_shape", [.. kernel]), ("strides", [.. strides]), ("dilations", [.. dilations]), ("pads", [.. pads]), ("ceil_mode", ceil), ("count_include_pad", countPadding));
            float[] y = OperatorRun.Y(graph, [2, 3, .. sizes], out float[] x);
            double[] expected = Naive(op == "MaxPool", x, sizes, kernel, strides, dilations, pads, ceil, countPadding);
            Assert.InRange(OperatorRun.Deviation(expected, y), 0, op == "MaxPool" ? 0 : 1e-6);
        }
    }

    [Fact]
    public void Windows_of_an_average_that_reach_past_the_end_count_what_is_there()
    {
        GraphBuilder graph = new GraphBuilder().Input("x", -1, 1, 5).Node("AveragePool", ["x"], ["y"], ("kernel_shape", [3]), ("strides", [3]), ("ceil_mode", 1));
        Assert.Equal([2f, 4.5f], OperatorRun.Y(graph, [1, 1, 5], [1f, 2, 3, 4, 5]));
    }

    [Fact]
    public void A_global_average_is_the_mean_of_each_channel()
    {
        float[] y = OperatorRun.Y(new GraphBuilder().Input("x", -1, 2, 7, 9).Node("GlobalAveragePool", ["x"], ["y"]), [3, 2, 7, 9], out float[] x);
        Assert.InRange(OperatorRun.Deviation([.. x.Chunk(63).Select(c => c.Average(v => (double)v))], y), 0, 1e-6);
    }

    private static double[] Naive(bool max, float[] x, int[] sizes, int[] kernel, int[] strides, int[] dilations, int[] pads, int ceil, int countPadding)
    {
        int rank = sizes.Length, taps = kernel.Aggregate(1, (p, d) => p * d), inputPlane = sizes.Aggregate(1, (p, d) => p * d);
        int[] output = [.. Enumerable.Range(0, rank).Select(Outputs)];
        int plane = output.Aggregate(1, (p, d) => p * d);
        double[] y = new double[6 * plane];
        for (int i = 0; i < y.Length; i++)
        {
            int[] position = ConvTests.Unravel(i % plane, output);
            double result = max ? double.NegativeInfinity : 0;
            int count = 0;
            for (int t = 0; t < taps; t++)
            {
                int[] tap = ConvTests.Unravel(t, kernel);
                int at = 0;
                bool inside = true, padded = true;
                for (int d = 0; d < rank; d++)
                {
                    int p = (position[d] * strides[d]) - pads[d] + (tap[d] * dilations[d]);
                    inside &= p >= 0 && p < sizes[d];
                    padded &= p >= -pads[d] && p < sizes[d] + pads[rank + d];
                    at = (at * sizes[d]) + p;
                }
                count += inside || (padded && countPadding != 0) ? 1 : 0;
                if (inside)
                    result = max ? Math.Max(result, x[(i / plane * inputPlane) + at]) : result + x[(i / plane * inputPlane) + at];
            }
            y[i] = max ? result : result / count;
        }
        return y;

        // Counts windows one by one: each must start before the end of the input (in ceil mode), or end within the padded input.
        int Outputs(int d)
        {
            int extent = ((kernel[d] - 1) * dilations[d]) + 1, end = sizes[d] + pads[rank + d], count = 0;
            for (int start = -pads[d]; ceil != 0 ? start < sizes[d] && start + extent - end < strides[d] : start + extent <= end; start += strides[d])
                count++;
            return count;
        }
    }
}
