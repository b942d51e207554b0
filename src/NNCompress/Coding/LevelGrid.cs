using NNCompress.Runtime;

namespace NNCompress.Coding;

/// <summary>What one level is worth in each place of a matrix: a step common to all, times a multiplier of the row and one of the column.</summary>
public sealed class LevelGrid
{
    private const int StepsPerOctave = 4;

    private LevelGrid(double unit, int[] rowScales, int[] columnScales, bool rowsDiffer, bool columnsDiffer)
    {
        Unit = (float)unit;
        (RowScales, ColumnScales, RowsDiffer, ColumnsDiffer) = (rowScales, columnScales, rowsDiffer, columnsDiffer);
        RowSteps = Array.ConvertAll(rowScales, s => (double)Unit * ScaleIndices.Multiplier(s));
        ColumnFactors = Array.ConvertAll(columnScales, s => (double)ScaleIndices.Multiplier(s));
    }

    /// <param name="step">The geometric mean of the steps that are wanted.</param>
    /// <param name="rows">Wanted proportions of the rows' steps: as many as rows, or one for all.</param>
    /// <param name="columns">As <paramref name="rows"/>.</param>
    /// <param name="rowCount">Rows.</param>
    /// <param name="columnCount">Columns.</param>
    public static LevelGrid Of(double step, double[]? rows, double[]? columns, int rowCount, int columnCount)
    {
        (int[] rowScales, double rowLevel) = Indices(rows, rowCount);
        (int[] columnScales, double columnLevel) = Indices(columns, columnCount);
        return new LevelGrid(step * Math.Pow(2, -rowLevel - columnLevel), rowScales, columnScales, rowScales.Any(s => s != 0), columnScales.Any(s => s != 0));
    }

    /// <summary>A grid as it is stored, with steps that differ by rows.</summary>
    /// <param name="unit">As <see cref="Unit"/>.</param>
    /// <param name="rowScales">Of each row.</param>
    /// <param name="columnCount">Columns.</param>
    internal static LevelGrid From(float unit, int[] rowScales, int columnCount) => new(unit, rowScales, new int[columnCount], rowScales.Any(s => s != 0), columnsDiffer: false);

    /// <summary>The step of a level whose row and column have no scale, without the four that the least multiplier is, as stored.</summary>
    public float Unit { get; }

    internal int[] RowScales { get; }

    internal int[] ColumnScales { get; }

    public bool RowsDiffer { get; }

    public bool ColumnsDiffer { get; }

    /// <summary>A level in row r, column c is worth RowSteps[r] · ColumnFactors[c].</summary>
    public double[] RowSteps { get; }

    public double[] ColumnFactors { get; }

    // Indices from 0 on in proportion to what is wanted, and the mean log2 of their multipliers.
    private static (int[] Scales, double Level) Indices(double[]? wanted, int count)
    {
        int[] scales = new int[count];
        if (wanted is { Length: > 0 })
        {
            double[] logs = Array.ConvertAll(wanted, w => Math.Log2(Math.Max(w, 1e-30)));
            double[] sorted = [.. logs.Order()];
            // Some proportions are wild where nothing depends on them: three octaves either side of the median hold all that matter.
            double median = sorted[sorted.Length / 2], least = Math.Max(sorted[0], median - 3);
            for (int i = 0; i < count; i++)
                scales[i] = Math.Clamp((int)Math.Round(StepsPerOctave * (Math.Min(logs[i], median + 3) - least)), 0, ScaleIndices.Max);
        }
        return (scales, count == 0 ? 0 : scales.Average(s => Math.Log2(ScaleIndices.Multiplier(s))));
    }
}
