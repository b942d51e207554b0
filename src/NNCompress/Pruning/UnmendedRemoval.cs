using NNCompress.Models;

namespace NNCompress.Pruning;

/// <summary>
/// For layers that cannot make up for a channel by others: convolutions in groups, transposed ones, and layers with more channels than a matrix of
/// them may have. What a channel gives on average stays in the bias (<see cref="MeanFolding"/>), so its variance is what it costs.
/// </summary>
internal sealed class UnmendedRemoval : IInputRemoval
{
    private readonly Dictionary<int, double> costs = [];
    private readonly RowShare share;

    public UnmendedRemoval(LayerRows matrix, ActivationStatistics statistics, double[] rowWeights)
    {
        share = new RowShare(matrix, rowWeights);
        double[] energies = matrix.ColumnEnergies(rowWeights);
        foreach ((int unit, int[] columns) in matrix.ColumnsOfUnits())
        {
            UnitStatistics s = statistics.Of(unit) ?? default;
            costs[unit] = columns.Sum(c => energies[c]) * ((s.Deviation * s.Deviation) + (matrix.HasBias ? 0 : s.Mean * s.Mean));
        }
    }

    public long AwakeBytes => 0;

    public double Cost(int unit) => costs[unit] * share.Value;

    public void Remove(int unit)
    {
    }

    public void DropRow(int row) => share.Drop(row);

    public void Rest(Shelf shelf)
    {
    }

    public void Store(Network mended)
    {
    }
}
