using NNCompress.Models.Proto;

namespace NNCompress.Models;

/// <summary>The messages of an ONNX file that lead to tensors' data (onnx.proto: ModelProto, GraphProto, NodeProto, AttributeProto, TensorProto).</summary>
internal enum OnnxMessage
{
    /// <summary>Any other content: no tensor is looked for inside.</summary>
    Other,
    Model,
    Graph,
    Node,
    Attribute,
    Tensor,
}

/// <summary>Which field of a message holds which message.</summary>
internal static class OnnxMessages
{
    /// <summary>The message inside a field.</summary>
    /// <param name="message">The one that the field belongs to.</param>
    /// <param name="field">Its number.</param>
    public static OnnxMessage Inside(this OnnxMessage message, int field) => (message, field) switch
    {
        (OnnxMessage.Model, ModelProto.GraphFieldNumber) => OnnxMessage.Graph,
        (OnnxMessage.Graph, GraphProto.NodeFieldNumber) => OnnxMessage.Node,
        (OnnxMessage.Graph, GraphProto.InitializerFieldNumber) or (OnnxMessage.Attribute, AttributeProto.TFieldNumber) => OnnxMessage.Tensor,
        (OnnxMessage.Node, NodeProto.AttributeFieldNumber) => OnnxMessage.Attribute,
        _ => OnnxMessage.Other,
    };

    /// <summary>Whether the field holds a tensor's raw data.</summary>
    /// <inheritdoc cref="Inside"/>
    public static bool IsRawData(this OnnxMessage message, int field) => message == OnnxMessage.Tensor && field == TensorProto.RawDataFieldNumber;
}
