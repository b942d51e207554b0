namespace NNCompress.Models;

/// <summary>What must hold of a graph before anything else looks at it.</summary>
internal static class GraphCheck
{
    /// <exception cref="NncException">NNC2011: unsupported feature. NNC2012: the graph is not well-formed.</exception>
    public static void Run(Network network)
    {
        if (network.Model.Graph.Initializer.Any(t => string.IsNullOrEmpty(t.Name)))
            throw Bad("NNC2012", "an initialiser has no name: export the model again");
        HashSet<string> known = [.. network.Inputs.Select(i => i.Name), .. network.ConstantNames];
        foreach (Node node in network.Nodes)
        {
            // A sub-graph reads values of this graph without naming them among the node's inputs: pruning could not tell what it touches.
            if (node.Proto.Attribute.FirstOrDefault(a => a.G is not null || a.Graphs.Count > 0) is { } nested)
                throw Bad("NNC2011", $"{node} holds a sub-graph (attribute '{nested.Name}'), which is not supported: export without loops and branches");
            foreach (string input in node.Inputs)
            {
                if (input.Length > 0 && !known.Contains(input))
                    throw Bad("NNC2012", $"{node} reads '{input}', which nothing before it computes: nodes must be in topological order");
            }
            foreach (string output in node.Outputs)
            {
                bool constant = node.OpType == "Constant" && network.ConstantNames.Contains(output);
                if (output.Length > 0 && !known.Add(output) && !constant)
                    throw Bad("NNC2012", $"{node} computes '{output}', which has been computed before");
            }
        }
        foreach (ValueInfo output in network.Outputs)
        {
            if (!known.Contains(output.Name))
                throw Bad("NNC2012", $"output '{output.Name}' is computed by no node");
        }

        NncException Bad(string code, string what) => new(code, network.Path, $"{what}.");
    }
}
