using NNCompress.Models;
using NNCompress.Pruning;

namespace NNCompress.Tests.Pruning;

public class ColumnRemovalTests
{
    private const int Rows = 400, Inputs = 48;

    private static readonly int[][] Columns = [.. Enumerable.Range(0, Inputs).Select(c => new[] { c })];

    [Fact]
    public void A_removal_costs_what_its_estimate_said()
    {
        LayerMatrix matrix = Matrix();
        double[] before = [.. matrix.Values], moments = Moments(matrix.Width);
        ColumnRemoval removal = new(matrix, moments, Ones());
        double estimate = removal.Cost(Columns[5]);
        removal.Remove(Columns[5]);
        Assert.Equal(SquaredError(matrix, before, moments), estimate, estimate * 1e-2);
    }

    [Fact]
    public void Costs_that_are_written_over_are_those_of_a_new_start()
    {
        ColumnRemoval asked = new(Matrix(), Moments(Inputs + 1), Ones()), fresh = new(Matrix(), Moments(Inputs + 1), Ones());
        double[] stale = [.. Columns.Select(asked.Cost)];
        asked.Remove(Columns[5]);
        fresh.Remove(Columns[5]);
        for (int c = 6; c < Inputs; c++)
        {
            Assert.Equal(fresh.Cost(Columns[c]), asked.Cost(Columns[c]));
            Assert.NotEqual(stale[c], asked.Cost(Columns[c]));
        }
    }

    /// <summary>What outlives young collections is collected late: over a search it would come to more than the model.</summary>
    [Fact]
    public void Costs_after_a_removal_take_the_memory_of_those_before()
    {
        ColumnRemoval removal = new(Matrix(), Moments(Inputs + 1), Ones());
        long first = Allocated(() => Sum(removal, 0));
        removal.Remove(Columns[0]);
        long second = Allocated(() => Sum(removal, 1));
        long costs = (long)Rows * sizeof(double) * (Inputs - 1);
        Assert.True(first > costs);
        Assert.InRange(second, 0, costs / 4);
    }

    private static long Allocated(Action action)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        action();
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    private static double Sum(ColumnRemoval removal, int from) => Columns.Skip(from).Sum(removal.Cost);

    private static double[] Ones() => [.. Enumerable.Repeat(1.0, Rows)];

    /// <summary>Σ over rows of (w - w₀) G (w - w₀)ᵀ.</summary>
    private static double SquaredError(LayerMatrix matrix, double[] before, double[] moments)
    {
        double error = 0;
        for (int r = 0; r < Rows; r++)
        {
            for (int i = 0; i < matrix.Width; i++)
            {
                for (int j = 0; j < matrix.Width; j++)
                    error += Difference(r, i) * moments[i * matrix.Width + j] * Difference(r, j);
            }
        }
        return error;

        double Difference(int row, int column) => matrix.Values[row * matrix.Width + column] - before[row * matrix.Width + column];
    }

    private static LayerMatrix Matrix()
    {
        Network network = new GraphBuilder().Input("x", -1, Inputs).Constant("w", [Rows, Inputs]).Constant("b", [Rows])
            .Node("Gemm", ["x", "w", "b"], ["y"], ("transB", 1)).Output("y").Build();
        return new LayerMatrix(network, Dependencies.Of(network).Layers.Single());
    }

    /// <summary>Of inputs that share causes, with the constant 1 behind them.</summary>
    private static double[] Moments(int width)
    {
        float[] noise = GraphBuilder.Noise(300 * width, 9);
        double[] moments = new double[width * width];
        for (int sample = 0; sample < 300; sample++)
        {
            double[] x = [.. Enumerable.Range(0, width).Select(i => noise[sample * width + i] + 0.5 * noise[sample * width + (i % 7)])];
            x[^1] = 1;
            for (int i = 0; i < width; i++)
            {
                for (int j = 0; j < width; j++)
                    moments[i * width + j] += x[i] * x[j] / 300;
            }
        }
        return moments;
    }
}
