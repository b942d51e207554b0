using NNCompress.Coding;
using NNCompress.Models;
using NNCompress.Runtime;

namespace NNCompress.Compression.Shrinking;

/// <summary>Grids of tensors that are trained with a step for each row.</summary>
internal static class RowGrid
{
    /// <summary>How far a weight may lie from a level of its row, in steps, to be taken for it.</summary>
    private const double Exact = 1e-3;

    /// <summary>Whether a tensor of that shape is one of convolution kernels.</summary>
    public static bool Suits(IReadOnlyList<int> shape) => shape.Count > 2;

    /// <param name="weights">Row-major.</param>
    /// <param name="mask">1 for a weight that is left, else 0.</param>
    /// <param name="rows">Rows.</param>
    /// <param name="step">The one that would suit all weights together.</param>
    /// <returns>Steps between that and the one that suits each row by itself, the geometric mean of both: what a row's weights do at the outputs grows less than their size.</returns>
    public static LevelGrid Of(ReadOnlySpan<float> weights, ReadOnlySpan<float> mask, int rows, float step)
    {
        int columns = weights.Length / rows;
        double[] wanted = new double[rows];
        double logarithms = 0;
        for (int r = 0; r < rows; r++)
        {
            double squares = 0, kept = 0;
            for (int i = r * columns; i < (r + 1) * columns; i++)
            {
                squares += mask[i] * ((double)weights[i] * weights[i]);
                kept += mask[i];
            }
            wanted[r] = squares > 0 ? Math.Sqrt(step * ShrinkSettings.StepShare * Math.Sqrt(squares / kept)) : step;
            logarithms += Math.Log(wanted[r]);
        }
        return LevelGrid.Of(Math.Exp(logarithms / rows), wanted, null, rows, columns);
    }

    /// <summary>Encodes weights that lie on such a grid, some of whose rows and columns may have left.</summary>
    /// <param name="tensor">Weights that are whole multiples of their rows' steps.</param>
    /// <param name="unit">The grid's <see cref="LevelGrid.Unit"/>.</param>
    public static EncodedTensor Encode(Tensor tensor, float unit)
    {
        int rows = QuantisedWeights.Rows(tensor.Shape), columns = rows == 0 ? 0 : tensor.Length / rows;
        int[] levels = new int[tensor.Length], scales = new int[rows];
        for (int r = 0; r < rows; r++)
        {
            ReadOnlySpan<float> row = tensor.Floats.AsSpan(r * columns, columns);
            scales[r] = row.ContainsAnyExcept(0f) ? Scale(row, unit) : r == 0 ? 0 : scales[r - 1];
            for (int c = 0; c < columns; c++)
                levels[(r * columns) + c] = (int)Math.Round(row[c] / Step(unit, scales[r]));
        }
        return TensorCoder.EncodeLevels(new StoredWeights(tensor), levels, LevelGrid.From(unit, scales, columns), null, transposed: false);
    }

    /// <summary>What a level is worth in a row of that scale.</summary>
    public static double Step(float unit, int scale) => (double)unit * ScaleIndices.Multiplier(scale) * ScaleIndices.Multiplier(0);

    /// <summary>The coarsest step whose multiples the row's weights all are.</summary>
    private static int Scale(ReadOnlySpan<float> row, float unit)
    {
        for (int scale = ScaleIndices.Max; scale > 0; scale--)
        {
            double step = Step(unit, scale);
            bool fits = true;
            foreach (float weight in row)
            {
                double level = Math.Round(weight / step);
                fits = weight == 0 || (level != 0 && Math.Abs((weight / step) - level) < Exact);
                if (!fits)
                    break;
            }
            if (fits)
                return scale;
        }
        return 0;
    }
}
