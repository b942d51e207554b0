using NNCompress.Models;
using NNCompress.Models.Proto;

namespace NNCompress.Precision;

/// <summary>
/// Brings a graph of opset 7 to 12 to opset 13, the first whose DequantizeLinear has a scale for each channel: each operator as the changelog of the
/// ONNX operators tells.
/// </summary>
internal sealed class OpsetRaising
{
    public const int Target = 13;

    private const int Oldest = 7;

    /// <summary>Operators that mean the same in opset 7 and 13.</summary>
    private static readonly HashSet<string> Unchanged =
    [
        "Gemm", "MatMul", "Conv", "Add", "Sub", "Mul", "Div", "Relu", "LeakyRelu", "Sigmoid", "Tanh", "Elu", "HardSigmoid", "MaxPool", "AveragePool",
        "GlobalAveragePool", "Flatten", "Reshape", "Identity", "Transpose", "Concat", "Gather", "Shape", "Constant", "Cast",
    ];

    private readonly GraphEdit edit;
    private readonly Network network;
    private readonly IReadOnlyDictionary<string, int[]> shapes;

    private OpsetRaising(GraphEdit edit, Network network) =>
        (this.edit, this.network, shapes) = (edit, network, ShapeInference.Infer(network, 1, lenient: true));

    /// <param name="edit">Of the network; nothing has been changed yet.</param>
    /// <param name="network">The network as it was read.</param>
    /// <exception cref="NncException">NNC2110: the opset is older than 7, or a node has no counterpart in opset 13.</exception>
    public static void Run(GraphEdit edit, Network network)
    {
        if (network.Opset >= Target)
            return;
        if (network.Opset < Oldest)
            throw new NncException("NNC2110", network.Path, $"the model has opset {network.Opset}, and 8-bit integers for each channel need {Target}, to which opsets from {Oldest} on can be raised: export it with opset {Target}.");
        OpsetRaising raising = new(edit, network);
        foreach (NodeProto node in edit.Nodes)
        {
            if (node.Domain is "" or "ai.onnx")
                raising.Raise(node);
        }
        foreach (OperatorSetIdProto opset in edit.Model.OpsetImport.Where(o => o.Domain is "" or "ai.onnx"))
            opset.Version = Target;
    }

    private void Raise(NodeProto node)
    {
        switch (node.OpType)
        {
            case "Clip" when network.Opset < 11:
                Number(node, 1, "min");
                Number(node, 2, "max");
                break;
            case "Pad" when network.Opset < 11:
                Integers(node, 1, "pads");
                Number(node, 2, "value");
                break;
            case "Squeeze" or "Unsqueeze":
                Integers(node, 1, "axes");
                break;
            case "Dropout" when network.Opset < 12:
                Dropout(node);
                break;
            case "Softmax" or "LogSoftmax":
                LastAxis(node);
                break;
            case "BatchNormalization" when network.Opset < 9:
                if (GraphEdit.Take(node, "spatial") is { I: 0 })
                    throw Unfit(node, "has attribute spatial=0");
                break;
            case "Clip" or "Pad" or "Dropout" or "BatchNormalization":
                break;
            default:
                if (!Unchanged.Contains(node.OpType))
                    throw Unfit(node, "is not among the operators that can be raised");
                break;
        }
    }

    private void Number(NodeProto node, int index, string attribute)
    {
        if (GraphEdit.Take(node, attribute) is { } value)
            Put(node, index, edit.Constant($"{node.Output[0]}.{attribute}", [], new[] { value.F }));
    }

    private void Integers(NodeProto node, int index, string attribute)
    {
        if (GraphEdit.Take(node, attribute) is { } value)
            Put(node, index, edit.Constant($"{node.Output[0]}.{attribute}", [value.Ints.Count], [.. value.Ints], ElementType.Int64));
    }

    /// <summary>Inputs before it that are not there are left out by an empty name.</summary>
    private static void Put(NodeProto node, int index, string name)
    {
        while (node.Input.Count <= index)
            node.Input.Add("");
        node.Input[index] = name;
    }

    private void Dropout(NodeProto node)
    {
        GraphEdit.Take(node, "ratio");
        if (node.Output.Count < 2)
            return;
        if (edit.Nodes.Any(n => n.Input.Contains(node.Output[1])))
            throw Unfit(node, "has a mask that is read");
        node.Output.RemoveAt(1);
    }

    /// <summary>Before opset 13 all dimensions from the axis on were one: only over the last does it mean the same.</summary>
    private void LastAxis(NodeProto node)
    {
        long axis = GraphEdit.Take(node, "axis") is { } given ? given.I : 1;
        if (!shapes.TryGetValue(node.Input[0], out int[]? shape) || (axis < 0 ? axis + shape.Length : axis) != shape.Length - 1)
            throw Unfit(node, "normalises over more than its last axis");
        node.Attribute.Add(new AttributeProto { Name = "axis", I = -1, Type = 2 });
    }

    private NncException Unfit(NodeProto node, string what) => new("NNC2110", network.Path,
        $"the model has opset {network.Opset}, 8-bit integers for each channel need {Target}, and {node.OpType} '{node.Name}' {what}: export it with opset {Target}.");
}
