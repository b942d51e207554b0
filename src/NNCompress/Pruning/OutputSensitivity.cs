using NNCompress.Models;

namespace NNCompress.Pruning;

/// <summary>
/// How much a squared error in each channel matters at the network's outputs, so that costs in different layers can be compared: carried
/// back from the outputs through the squared weights, the share of time that the channel is not zero, and the scale of batch norms (a
/// diagonal Gauss–Newton estimate that needs no labels and no gradients).
/// </summary>
internal sealed class OutputSensitivity
{
    private readonly Dictionary<int, double> ofUnit = [];
    private readonly NormScales norms;

    public OutputSensitivity(Dependencies dependencies, ActivationStatistics statistics)
    {
        norms = new NormScales(dependencies);
        foreach (Layer layer in dependencies.Layers.Reverse().Where(l => l.InAxis >= 0))
        {
            Dictionary<int, double> scale = norms.Before(layer);
            LayerRows matrix = new(dependencies.Network, layer);
            double[] energies = matrix.ColumnEnergies(Of(layer));
            foreach ((int unit, int[] columns) in matrix.ColumnsOfUnits())
            {
                double norm = scale.GetValueOrDefault(unit, 1);
                double active = 1 - (statistics.Of(unit)?.Zeros ?? 0);
                ofUnit[unit] = ofUnit.GetValueOrDefault(unit) + (columns.Sum(c => energies[c]) * active * norm * norm);
            }
        }
    }

    /// <summary>One weight for each output row of the layer; 1 where no later layer reads it (the network's outputs).</summary>
    public double[] Of(Layer layer)
    {
        Dictionary<int, double> scale = norms.After(layer);
        return Array.ConvertAll(layer.OutUnits, unit =>
        {
            double norm = scale.GetValueOrDefault(unit, 1);
            return ofUnit.GetValueOrDefault(unit, 1) * norm * norm;
        });
    }
}
