namespace NNCompress.Pruning;

/// <summary>Counts the parameters that leave with each unit, given the units that have left already.</summary>
internal sealed class ParameterLedger
{
    private readonly Dictionary<string, int[]> shapes = [];
    private readonly Dictionary<int, List<(WeightAxis Axis, int Indices)>> axesOfUnit = [];

    public ParameterLedger(Dependencies dependencies)
    {
        Total = dependencies.Network.ParameterCount;
        foreach ((WeightAxis axis, int[] units) in dependencies.WeightUnits)
        {
            // Integers are no parameters, but their units occupy weights too.
            if (dependencies.Network.IsConstant(axis.Tensor) && !dependencies.Network.IsFloat(axis.Tensor))
                continue;
            shapes.TryAdd(axis.Tensor, dependencies.Network.ShapeOf(axis.Tensor));
            foreach (IGrouping<int, int> unit in units.GroupBy(u => u))
            {
                if (!axesOfUnit.TryGetValue(unit.Key, out List<(WeightAxis, int)>? list))
                    axesOfUnit[unit.Key] = list = [];
                list.Add((axis, unit.Count()));
            }
        }
    }

    /// <summary>Parameters of the whole network before.</summary>
    public long Total { get; }

    /// <summary>Parameters that have left.</summary>
    public long Removed { get; private set; }

    /// <summary>Parameters that leave with the unit; 0 where it occupies integers only.</summary>
    public long Freed(int unit)
    {
        long freed = 0;
        foreach ((WeightAxis axis, int indices) in axesOfUnit.GetValueOrDefault(unit, []))
            freed += Others(axis) * indices;
        return freed;
    }

    public void Remove(int unit)
    {
        foreach ((WeightAxis axis, int indices) in axesOfUnit.GetValueOrDefault(unit, []))
        {
            Removed += Others(axis) * indices;
            shapes[axis.Tensor][axis.Axis] -= indices;
        }
    }

    private long Others(WeightAxis axis)
    {
        long product = 1;
        int[] shape = shapes[axis.Tensor];
        for (int i = 0; i < shape.Length; i++)
            product *= i == axis.Axis ? 1 : shape[i];
        return product;
    }
}
