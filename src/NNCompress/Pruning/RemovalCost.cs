namespace NNCompress.Pruning;

/// <summary>What taking some columns out of a layer costs, kept up to date while output rows leave.</summary>
/// <param name="total">Weighted squared error of all rows.</param>
/// <param name="block">[H⁻¹_SS]⁻¹ of the columns, row-major.</param>
internal sealed class RemovalCost(double total, double[] block)
{
    /// <summary>Share of the first sum below which what is left of it may be rounding.</summary>
    private const double Least = 1e-6;

    private readonly double first = total;

    /// <summary>Weighted squared error of the rows that are left.</summary>
    public double Total { get; private set; } = total;

    /// <summary>[H⁻¹_SS]⁻¹ of the columns, row-major.</summary>
    public double[] Block => block;

    /// <summary>Takes out what a row has added.</summary>
    /// <returns>False where the rest is too small to be told from rounding, and has to be summed up again.</returns>
    public bool Subtract(double error)
    {
        Total -= error;
        return Total > Least * first;
    }
}
