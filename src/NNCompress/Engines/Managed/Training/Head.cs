using NNCompress.Engines.Training;
using NNCompress.Models;

namespace NNCompress.Engines.Managed.Training;

/// <summary>What the loss is computed of.</summary>
internal static class Head
{
    /// <summary>The network's first output; cross-entropy takes the scores before a Softmax or LogSoftmax over classes at the end.</summary>
    public static string Scores(Network network, LossKind loss)
    {
        string output = network.Outputs[0].Name;
        return loss == LossKind.CrossEntropy && Softmax(network) is { } node ? node.Inputs[0] : output;
    }

    /// <summary>The Softmax or LogSoftmax that computes the first output along its last dimension, or null.</summary>
    public static Node? Softmax(Network network)
    {
        string output = network.Outputs[0].Name;
        Node? node = network.Nodes.FirstOrDefault(n => n.Outputs.Contains(output));
        if (node is not { OpType: "Softmax" or "LogSoftmax", Domain: "" })
            return null;
        long axis = node.Int("axis", network.Opset < 13 ? 1 : -1);
        // Over classes: the last dimension, which is the second.
        int? rank = ShapeInference.Infer(network, 1, lenient: true).GetValueOrDefault(output)?.Length;
        return rank == 2 && axis is 1 or -1 ? node : null;
    }
}
