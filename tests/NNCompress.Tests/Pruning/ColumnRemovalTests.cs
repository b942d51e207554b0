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

    [Theory]
    [InlineData(1, 0)]
    [InlineData(4, 0)]
    [InlineData(4, 1)]
    public void Rows_that_leave_take_their_errors_with_them(int width, int mostHeld)
    {
        ColumnRemoval asked = new(Matrix(), Moments(Inputs + 1), Ones()), late = new(Matrix(), Moments(Inputs + 1), Ones());
        int[][] columns = [.. Enumerable.Range(0, Inputs / width).Select(i => Enumerable.Range(i * width, width).ToArray())];
        double[] whole = [.. columns.Select(asked.Cost)];
        if (mostHeld == 0)
            asked.Rest(new Shelf(0));
        // All but a few, and these to the last digits that matter.
        for (int row = 0; row < Rows - 3; row++)
        {
            asked.DropRow(row);
            late.DropRow(row);
        }
        for (int i = 0; i < columns.Length; i++)
        {
            double expected = late.Cost(columns[i]);
            Assert.InRange(expected, 0, whole[i] / 20);
            Assert.Equal(expected, asked.Cost(columns[i]), expected * 1e-9);
        }
        for (int row = Rows - 3; row < Rows; row++)
            asked.DropRow(row);
        Assert.All(columns, c => Assert.Equal(0, asked.Cost(c)));
    }

    [Fact]
    public void A_removal_changes_what_the_others_cost()
    {
        ColumnRemoval asked = new(Matrix(), Moments(Inputs + 1), Ones()), fresh = new(Matrix(), Moments(Inputs + 1), Ones());
        double[] before = [.. Columns.Select(asked.Cost)];
        asked.Remove(Columns[5]);
        fresh.Remove(Columns[5]);
        for (int c = 6; c < Inputs; c++)
        {
            Assert.Equal(fresh.Cost(Columns[c]), asked.Cost(Columns[c]));
            Assert.NotEqual(before[c], asked.Cost(Columns[c]));
        }
    }

    /// <summary>Errors by row would come to twice the model, and what a removal makes of them anew to more until it is collected.</summary>
    [Fact]
    public void Costs_take_less_memory_than_the_errors_that_they_sum_up()
    {
        ColumnRemoval removal = new(Matrix(), Moments(Inputs + 1), Ones());
        long errors = (long)Rows * Inputs * sizeof(double);
        Assert.InRange(Allocated(() => Sum(removal, 0)), 1, errors / 8);
        removal.Remove(Columns[0]);
        Assert.InRange(Allocated(() => Sum(removal, 1)), 1, errors / 8);
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
