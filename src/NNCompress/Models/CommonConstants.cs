using Google.Protobuf;
using NNCompress.Models.Proto;

namespace NNCompress.Models;

/// <summary>
/// Exporters write a Constant node for each use: the limits of every ReLU6, the axes of every slice. Equal ones become one, which their readers share. Floating-point
/// constants stay apart unless they are limits: what is equal now may be fitted to its layer later.
/// </summary>
internal static class CommonConstants
{
    private const int MostBytes = 256;

    /// <param name="graph">Changed in place.</param>
    /// <returns>Whether anything has changed.</returns>
    public static bool Merge(GraphProto graph)
    {
        // The nodes of a branch or a loop's body read values of the graph around them.
        if (graph.Node.Any(n => n.Attribute.Any(a => a.G is not null || a.Graphs.Count > 0)))
            return false;
        HashSet<string> outputs = [.. graph.Output.Select(o => o.Name)];
        ILookup<string, NodeProto> readers = graph.Node.SelectMany(n => n.Input.Distinct(), (node, input) => (node, input)).ToLookup(p => p.input, p => p.node);
        Dictionary<ByteString, string> first = [];
        Dictionary<string, string> others = [];
        foreach (NodeProto node in graph.Node)
        {
            if (node is not { OpType: "Constant", Domain: "", Output: [string name], Attribute: [{ T: { } tensor }] } || outputs.Contains(name) || tensor.CalculateSize() > MostBytes)
                continue;
            if (TensorCodec.IsFloat(tensor) && !readers[name].All(n => n.OpType == "Clip" && n.Input[0] != name))
                continue;
            TensorProto content = tensor.Clone();
            content.ClearName();
            if (!first.TryAdd(content.ToByteString(), name))
                others.Add(name, first[content.ToByteString()]);
        }
        foreach (NodeProto node in graph.Node)
        {
            for (int i = 0; i < node.Input.Count; i++)
                node.Input[i] = others.GetValueOrDefault(node.Input[i], node.Input[i]);
        }
        Remove(graph.Node, n => n.Output.Any(others.ContainsKey));
        Remove(graph.ValueInfo, v => others.ContainsKey(v.Name));
        return others.Count > 0;
    }

    private static void Remove<T>(Google.Protobuf.Collections.RepeatedField<T> list, Func<T, bool> leaves)
    {
        T[] stay = [.. list.Where(item => !leaves(item))];
        list.Clear();
        list.AddRange(stay);
    }
}
