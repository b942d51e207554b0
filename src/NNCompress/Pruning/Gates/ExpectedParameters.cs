namespace NNCompress.Pruning.Gates;

/// <summary>
/// The number of parameters that a network has when each channel is there with some probability, independent of the others: for each tensor the
/// product over its axes of the expected number of indices. With gates in place of probabilities this is the size that MorphNet puts a price on
/// (Gordon et al., "MorphNet: fast and simple resource-constrained structure learning of deep networks", 2018).
/// </summary>
internal sealed class ExpectedParameters
{
    private readonly Dependencies dependencies;
    private readonly List<(double Fixed, int[][] Axes)> tensors = [];
    private readonly double untouched;

    public ExpectedParameters(Dependencies dependencies)
    {
        this.dependencies = dependencies;
        untouched = Total = dependencies.Network.ParameterCount;
        foreach (IGrouping<string, KeyValuePair<WeightAxis, int[]>> tensor in dependencies.WeightUnits.GroupBy(w => w.Key.Tensor))
        {
            if (dependencies.Network.Constant(tensor.Key) is not { IsFloat: true } constant)
                continue;
            int[][] axes = [.. tensor.Select(w => w.Value)];
            tensors.Add((axes.Aggregate((double)constant.Length, (length, axis) => length / axis.Length), axes));
            untouched -= constant.Length;
        }
    }

    /// <summary>Parameters with every channel there.</summary>
    public double Total { get; }

    /// <summary>A value for each unit of the network, 1 to begin with.</summary>
    public double[] Ones() => [.. Enumerable.Repeat(1.0, dependencies.Units.Count)];

    /// <summary>The expected number, and what it grows by with each unit's probability.</summary>
    /// <param name="probability">Of each unit, by its number.</param>
    /// <param name="slope">As long; overwritten.</param>
    public double Of(double[] probability, double[] slope)
    {
        Array.Clear(slope);
        double sum = untouched;
        foreach ((double rest, int[][] axes) in tensors)
        {
            double[] counts = Array.ConvertAll(axes, axis => axis.Sum(unit => probability[unit]));
            sum += counts.Aggregate(rest, (product, count) => product * count);
            for (int i = 0; i < axes.Length; i++)
            {
                double others = rest;
                for (int j = 0; j < axes.Length; j++)
                    others *= j == i ? 1 : counts[j];
                foreach (int unit in axes[i])
                    slope[unit] += others;
            }
        }
        return sum;
    }
}
