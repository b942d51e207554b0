using NNCompress.Models;
using NNCompress.Models.Proto;

namespace NNCompress.Precision;

/// <summary>
/// A network whose weights are stored as 16-bit floats, each behind a Cast to the 32 bits in which it is computed: runtimes without arithmetic in 16 bits
/// run it, and fold the casts when they load it. Inputs, outputs and names of values stay.
/// </summary>
internal static class HalfNetwork
{
    /// <summary>Bytes that a Cast takes beside its names; a tensor that saves less stays as it is.</summary>
    private const int NodeBytes = 40;

    private const float Largest = 65504;

    /// <summary>The network with halved weights; what holds a number that 16 bits lack stays as it is.</summary>
    public static Network Of(Network network)
    {
        GraphEdit edit = new(network);
        foreach (Tensor weight in network.Weights.Where(Pays).ToList())
        {
            if (edit.Nodes.FirstOrDefault(n => n.Input.Contains(weight.Name)) is not { } reader)
                continue;
            TensorProto half = new() { Name = edit.Name($"{weight.Name}.half"), DataType = (int)ElementType.Half };
            TensorCodec.Encode(weight, half);
            edit.Model.Graph.Initializer.Add(half);
            string wide = edit.Node(reader, "Cast", $"{weight.Name}.wide", [half.Name], ("to", (int)ElementType.Float));
            foreach (NodeProto node in edit.Nodes)
            {
                for (int i = 0; i < node.Input.Count; i++)
                    node.Input[i] = node.Input[i] == weight.Name ? wide : node.Input[i];
            }
        }
        return edit.Finish();
    }

    private static bool Pays(Tensor weight) =>
        weight.Type == ElementType.Float && 2 * weight.Length > NodeBytes + 4 * weight.Name.Length && weight.Floats.All(w => Math.Abs(w) <= Largest);
}
