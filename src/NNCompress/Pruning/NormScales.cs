using NNCompress.Models;

namespace NNCompress.Pruning;

/// <summary>What batch norms multiply their channels with: γ / √(variance + ε), a product where a channel passes several.</summary>
internal static class NormScales
{
    /// <returns>By unit; units that no batch norm scales are left out.</returns>
    public static Dictionary<int, double> Of(Dependencies dependencies)
    {
        Dictionary<int, double> scale = [];
        foreach (Node node in dependencies.Network.Nodes.Where(n => n is { OpType: "BatchNormalization", Domain: "" }))
        {
            if (!dependencies.WeightUnits.TryGetValue(new WeightAxis(node.Inputs[1], 0), out int[]? units))
                continue;
            float[] gamma = dependencies.Network.Constant(node.Inputs[1])!.Floats, variance = dependencies.Network.Constant(node.Inputs[4])!.Floats;
            float epsilon = node.Float("epsilon", 1e-5f);
            for (int i = 0; i < units.Length; i++)
                scale[units[i]] = scale.GetValueOrDefault(units[i], 1) * gamma[i] / Math.Sqrt(variance[i] + epsilon);
        }
        return scale;
    }
}
