using System.Globalization;
using System.Text;

namespace Large;

/// <summary>Messages of an ONNX file, written field by field (protocol-buffer encoding; field numbers of onnx.proto).</summary>
internal static class Wire
{
    private const int Int64 = 7, Float = 1;

    public static byte[] Node(string type, string output, params string[] inputs) =>
        [.. inputs.SelectMany(i => Field(1, Text(i))), .. Field(2, Text(output)), .. Field(3, Text($"{type}_{output}")), .. Field(4, Text(type))];

    /// <summary>A float initialiser whose data lie in another file.</summary>
    public static byte[] Tensor(SampleTensor tensor, string file, long offset)
    {
        byte[] Entry(string key, string value) => Field(13, [.. Field(1, Text(key)), .. Field(2, Text(value))]);
        return
        [
            .. tensor.Shape.SelectMany(d => Number(1, d)), .. Number(2, Float), .. Field(8, Text(tensor.Name)),
            .. Entry("location", file), .. Entry("offset", offset.ToString(CultureInfo.InvariantCulture)), .. Entry("length", tensor.Bytes.ToString(CultureInfo.InvariantCulture)), .. Number(14, 1),
        ];
    }

    /// <summary>A model of opset 17 with one input of integers, a sequence of 8, and one output of floats.</summary>
    public static byte[] Model(IEnumerable<byte[]> nodes, IEnumerable<byte[]> initialisers, string input, string output)
    {
        byte[] Value(string name, int type) => [.. Field(1, Text(name)), .. Field(2, Field(1, [.. Number(1, type), .. type == Int64 ? Field(2, [.. Field(1, Field(2, Text("N"))), .. Field(1, Number(1, 8))]) : []]))];
        byte[] graph =
        [
            .. nodes.SelectMany(n => Field(1, n)), .. Field(2, Text("large")), .. initialisers.SelectMany(t => Field(5, t)), .. Field(11, Value(input, Int64)), .. Field(12, Value(output, Float)),
        ];
        return [.. Number(1, 8), .. Field(2, Text("Large")), .. Field(7, graph), .. Field(8, [.. Field(1, []), .. Number(2, 17)])];
    }

    private static byte[] Text(string text) => Encoding.UTF8.GetBytes(text);

    private static byte[] Field(int number, byte[] content) => [.. Varint((ulong)number << 3 | 2), .. Varint((ulong)content.Length), .. content];

    private static byte[] Number(int field, long value) => [.. Varint((ulong)field << 3), .. Varint((ulong)value)];

    private static byte[] Varint(ulong value) => value < 128 ? [(byte)value] : [(byte)(value | 128), .. Varint(value >> 7)];
}
