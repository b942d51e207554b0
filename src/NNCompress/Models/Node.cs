using NNCompress.Models.Proto;

namespace NNCompress.Models;

/// <summary>One operator of the graph: a view of the file's node, which stays the truth.</summary>
public sealed class Node
{
    internal Node(NodeProto proto, int index, int opset)
    {
        Proto = proto;
        Index = index;
        Opset = opset;
    }

    internal NodeProto Proto { get; }

    /// <summary>Position in the file.</summary>
    public int Index { get; }

    /// <summary>The version of the default operator set that the file imports.</summary>
    public int Opset { get; }

    public string OpType => Proto.OpType;

    /// <summary>Operator domain; empty for the standard one.</summary>
    public string Domain => Proto.Domain is "ai.onnx" ? "" : Proto.Domain;

    /// <summary>The node's name, or its type and first output where the file gives none.</summary>
    public string Name => Proto.Name.Length > 0 ? Proto.Name : $"{OpType}→{(Outputs.Count > 0 ? Outputs[0] : "")}";

    /// <summary>Between floats and integers with a scale.</summary>
    public bool IsQuantisation => Domain.Length == 0 && OpType is "QuantizeLinear" or "DequantizeLinear";

    /// <summary>Input value names; an empty name is an optional input left out.</summary>
    public IReadOnlyList<string> Inputs => Proto.Input;

    public IReadOnlyList<string> Outputs => Proto.Output;

    /// <summary>The input at <paramref name="index"/>, or null where it is absent or left out.</summary>
    public string? Input(int index) => index < Inputs.Count && Inputs[index].Length > 0 ? Inputs[index] : null;

    public bool Has(string attribute) => Find(attribute) is not null;

    public long Int(string attribute, long otherwise) => Find(attribute) is { HasI: true } a ? a.I : otherwise;

    public float Float(string attribute, float otherwise) => Find(attribute) is { HasF: true } a ? a.F : otherwise;

    public string Text(string attribute, string otherwise) => Find(attribute) is { HasS: true } a ? a.S.ToStringUtf8() : otherwise;

    /// <summary>The list attribute, or null where the node lacks it.</summary>
    public IReadOnlyList<long>? Ints(string attribute) => Find(attribute)?.Ints;

    /// <inheritdoc cref="Ints"/>
    public IReadOnlyList<float>? Floats(string attribute) => Find(attribute)?.Floats;

    public override string ToString() => $"{OpType} '{Name}'";

    internal AttributeProto? Find(string attribute)
    {
        foreach (AttributeProto a in Proto.Attribute)
        {
            if (a.Name == attribute)
                return a;
        }
        return null;
    }
}
