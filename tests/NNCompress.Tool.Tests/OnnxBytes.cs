using System.Text;
using Google.Protobuf;

namespace NNCompress.Tool.Tests;

/// <summary>Writes small ONNX models field by field (numbers of the ONNX schema), independent of the code under test.</summary>
internal static class OnnxBytes
{
    /// <summary>Dense layers without biases, relu between them: weights [in, out] of pseudo-random values.</summary>
    public static byte[] Dense(params int[] sizes)
    {
        Random random = new(1);
        List<byte> graph = [];
        string value = "x";
        for (int i = 0; i + 1 < sizes.Length; i++)
        {
            byte[] weights = new byte[sizes[i] * sizes[i + 1] * sizeof(float)];
            for (int k = 0; k < weights.Length; k += sizeof(float))
                BitConverter.TryWriteBytes(weights.AsSpan(k), (float)((2 * random.NextDouble()) - 1));
            graph.AddRange(Bytes(1, [.. Text(1, value), .. Text(1, $"w{i}"), .. Text(2, $"h{i}"), .. Text(4, "MatMul")]));
            graph.AddRange(Bytes(5, [.. Number(1, sizes[i]), .. Number(1, sizes[i + 1]), .. Number(2, 1), .. Text(8, $"w{i}"), .. Bytes(9, weights)]));
            value = $"h{i}";
            if (i + 2 == sizes.Length)
                continue;
            graph.AddRange(Bytes(1, [.. Text(1, value), .. Text(2, $"a{i}"), .. Text(4, "Relu")]));
            value = $"a{i}";
        }
        graph.AddRange(Bytes(11, [.. Text(1, "x"), .. Bytes(2, Bytes(1, [.. Number(1, 1), .. Bytes(2, [.. Bytes(1, Text(2, "N")), .. Bytes(1, Number(1, sizes[0]))])]))]));
        graph.AddRange(Bytes(12, Text(1, value)));
        return [.. Number(1, 8), .. Bytes(7, [.. graph]), .. Bytes(8, Number(2, 13))];
    }

    private static byte[] Text(int field, string text) => Bytes(field, Encoding.UTF8.GetBytes(text));

    private static byte[] Number(int field, long value) => Write(output =>
    {
        output.WriteTag(field, WireFormat.WireType.Varint);
        output.WriteInt64(value);
    });

    private static byte[] Bytes(int field, byte[] content) => Write(output =>
    {
        output.WriteTag(field, WireFormat.WireType.LengthDelimited);
        output.WriteBytes(ByteString.CopyFrom(content));
    });

    private static byte[] Write(Action<CodedOutputStream> write)
    {
        using MemoryStream stream = new();
        using (CodedOutputStream output = new(stream, leaveOpen: true))
            write(output);
        return stream.ToArray();
    }
}
