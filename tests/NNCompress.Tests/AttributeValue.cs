using System.Collections;
using System.Runtime.CompilerServices;
using Google.Protobuf;
using NNCompress.Models;
using NNCompress.Models.Proto;

namespace NNCompress.Tests;

/// <summary>An attribute in <see cref="GraphBuilder"/>: a number, a text, a tensor, a graph, or a list of integers written as [1, 2].</summary>
[CollectionBuilder(typeof(AttributeValue), nameof(Create))]
internal sealed class AttributeValue : IEnumerable<long>
{
    private readonly AttributeProto proto;

    private AttributeValue(AttributeProto proto) => this.proto = proto;

    public static implicit operator AttributeValue(int value) => new(new AttributeProto { I = value, Type = 2 });

    public static implicit operator AttributeValue(float value) => new(new AttributeProto { F = value, Type = 1 });

    public static implicit operator AttributeValue(string value) => new(new AttributeProto { S = ByteString.CopyFromUtf8(value), Type = 3 });

    public static implicit operator AttributeValue(GraphProto graph) => new(new AttributeProto { G = graph, Type = 5 });

    public static implicit operator AttributeValue(float[] values)
    {
        AttributeProto proto = new() { Type = 6 };
        proto.Floats.AddRange(values);
        return new AttributeValue(proto);
    }

    public static implicit operator AttributeValue(Tensor tensor)
    {
        TensorProto value = new() { DataType = (int)tensor.Type };
        TensorCodec.Encode(tensor, value);
        return new AttributeValue(new AttributeProto { T = value, Type = 4 });
    }

    public static AttributeValue Create(ReadOnlySpan<long> values)
    {
        AttributeProto proto = new() { Type = 7 };
        proto.Ints.AddRange(values.ToArray());
        return new AttributeValue(proto);
    }

    public AttributeProto ToProto(string name)
    {
        AttributeProto named = proto.Clone();
        named.Name = name;
        return named;
    }

    public IEnumerator<long> GetEnumerator() => proto.Ints.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
