using NNCompress.Models;
using NNCompress.Pruning;
using NNCompress.Reports;

namespace NNCompress.Compression.Details;

/// <summary>The network as rows: its inputs, its layers, and the nodes at which branches meet; what else there is belongs to the row before it.</summary>
internal static class GraphOutline
{
    private const int MostOperators = 4;

    /// <summary>Operators that say nothing of what a network does.</summary>
    private static readonly HashSet<string> Silent = ["Identity", "Constant", "Shape", "Cast", "Unsqueeze", "Squeeze", "Dropout", "Gather", "Slice", "Transpose"];

    /// <param name="dependencies">Of the network before.</param>
    /// <param name="removed">Units that left.</param>
    public static IReadOnlyList<GraphRow> Of(Dependencies dependencies, IReadOnlySet<int> removed)
    {
        Network network = dependencies.Network;
        Dictionary<int, Layer> layers = dependencies.Layers.GroupBy(l => l.Node.Index).ToDictionary(g => g.Key, g => g.First());
        Dictionary<string, int> rowOf = [];
        List<GraphRow> rows = [];
        List<List<string>> operators = [];
        foreach (ValueInfo input in network.Inputs)
            Add(input.Name, Described(input), null, null, [], [input.Name]);
        foreach (Node node in network.Nodes)
        {
            int[] from = [.. node.Inputs.Where(rowOf.ContainsKey).Select(i => rowOf[i]).Distinct().Order()];
            if (from.Length == 0)
                continue;
            if (layers.TryGetValue(node.Index, out Layer? layer))
            {
                FillInput(from, layer);
                Add(NameOf(layer), Described(network, layer), layer.OutUnits.Length, layer.OutUnits.Count(u => !removed.Contains(u)), from, node.Outputs);
            }
            else if (from.Length > 1)
            {
                (int? before, int? after) = Joined(node, from);
                Add(node.Name, node.OpType, before, after, from, node.Outputs);
            }
            else
            {
                foreach (string output in node.Outputs)
                    rowOf[output] = from[0];
                List<string> own = operators[from[0]];
                if (own.Count < MostOperators && !Silent.Contains(node.OpType) && own[^1] != node.OpType)
                    own.Add(node.OpType);
            }
        }
        return rows;

        void Add(string name, string what, int? before, int? after, int[] from, IEnumerable<string> outputs)
        {
            foreach (string output in outputs)
                rowOf[output] = rows.Count;
            operators.Add([what]);
            rows.Add(new GraphRow(name, operators[^1], before, after, from));
        }

        // An input is as wide as the first layer that reads it.
        void FillInput(int[] from, Layer layer)
        {
            foreach (int row in from.Where(r => r < network.Inputs.Count && rows[r].Before is null))
                rows[row] = rows[row] with { Before = layer.InUnits.Length, After = layer.InUnits.Count(u => !removed.Contains(u)) };
        }

        (int?, int?) Joined(Node node, int[] from)
        {
            GraphRow[] read = [.. from.Select(f => rows[f])];
            return node.OpType == "Concat" && read.All(r => r.Before is not null)
                ? (read.Sum(r => r.Before), read.Sum(r => r.After))
                : read.Where(r => r.Before is not null).Select(r => (r.Before, r.After)).FirstOrDefault();
        }
    }

    /// <summary>The weight's name; where the exporter only numbered it, the node's, which tells where it stands.</summary>
    private static string NameOf(Layer layer) => layer.Weight.StartsWith("onnx::", StringComparison.Ordinal) ? layer.Node.Name : layer.Weight;

    private static string Described(ValueInfo input) => input.Shape is { Length: > 1 } shape ? string.Join('×', shape[1..].Select(d => d < 0 ? "?" : $"{d}")) : "input";

    private static string Described(Network network, Layer layer)
    {
        int[] shape = network.ShapeOf(layer.Weight);
        return shape.Length > 2 ? $"{layer.Node.OpType} {string.Join('×', shape[2..])}" : layer.Node.OpType;
    }
}
