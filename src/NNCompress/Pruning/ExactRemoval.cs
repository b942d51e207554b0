using NNCompress.Models;

namespace NNCompress.Pruning;

/// <summary>All weights of the layer make up for what leaves (<see cref="ColumnRemoval"/>): for layers whose second moments are at hand.</summary>
internal sealed class ExactRemoval(LayerMatrix matrix, double[] moments, double[] rowWeights) : IInputRemoval
{
    private readonly ColumnRemoval removal = new(matrix, moments, rowWeights);
    private readonly Dictionary<int, int[]> columns = matrix.ColumnsOfUnits();

    public long AwakeBytes => removal.AwakeBytes;

    public double Cost(int unit) => removal.Cost(columns[unit]);

    public void Remove(int unit) => removal.Remove(columns[unit]);

    public void DropRow(int row) => removal.DropRow(row);

    public void Rest(Shelf shelf) => removal.Rest(shelf);

    public void Store(Network mended) => matrix.Store(mended);
}
