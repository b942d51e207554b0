using NNCompress.Models;

namespace NNCompress.Pruning.Coupling;

/// <summary>Entries of the list of layers.</summary>
internal static class Layers
{
    /// <summary>A layer joins the list even where its channels are locked: statistics and rounding need it.</summary>
    public static void Add(DependencyWalk walk, Node node, int inAxis, int outAxis, string? bias, int[]? input, int[]? output)
    {
        string weight = node.Inputs[1];
        input ??= inAxis < 0 ? [] : Frozen(inAxis);
        output ??= Frozen(outAxis);
        walk.Layers.Add(new Layer(node, node.Inputs[0], weight, inAxis, outAxis, bias, input, output));

        int[] Frozen(int axis)
        {
            if (walk.WeightUnits.TryGetValue(new WeightAxis(weight, axis), out int[]? known))
                return known;
            int[] units = walk.Units.Fresh(walk.ShapeOf(weight)![axis]);
            walk.Units.Lock(units, $"{node}");
            return units;
        }
    }

    /// <summary>How the reason begins why a layer that reads the network's input keeps the columns of its weight.</summary>
    public const string NetworkInput = "the network's input";

    public static string InputReason(Node node, int[]? input) => input is null ? $"{NetworkInput}, read by {node}" : $"{node}";
}
