using NNCompress.Models.Shapes;

namespace NNCompress.Engines.Managed.Operators;

/// <summary>The mean under each window, over the input alone or (count_include_pad) over input and padding.</summary>
internal sealed unsafe class AveragePool : Pool<Total>
{
    // How many taps of the window count at each output position, by dimension.
    private readonly int[][] counts;

    private AveragePool(Window3 window, int planes, bool countPadding)
        : base(window, planes) => counts = [.. Enumerable.Range(0, 3).Select(dimension => Counts(window, dimension, countPadding))];

    public static Kernel Compile(OperatorContext c) => new AveragePool(
        Window3.Of(c, WindowShapes.PoolGeometry(c)), c.OutputShape[0] * c.OutputShape[1], c.Node.Int("count_include_pad", 0) != 0);

    protected override void Finish(int d, int h, float* row)
    {
        int rows = counts[0][d] * counts[1][h];
        for (int i = 0; i < counts[2].Length; i++)
            row[i] /= rows * counts[2][i];
    }

    private static int[] Counts(Window3 window, int dimension, bool countPadding)
    {
        int from = countPadding ? -window.Begin[dimension] : 0;
        int to = window.Input[dimension] + (countPadding ? window.End[dimension] : 0);
        int[] counts = new int[window.Output[dimension]];
        for (int o = 0; o < counts.Length; o++)
        {
            int start = (o * window.Strides[dimension]) - window.Begin[dimension];
            counts[o] = Enumerable.Range(0, window.Kernel[dimension]).Count(tap =>
                start + (tap * window.Dilations[dimension]) >= from && start + (tap * window.Dilations[dimension]) < to);
        }
        return counts;
    }
}
