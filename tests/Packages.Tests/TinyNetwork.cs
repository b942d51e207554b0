using System.Globalization;
using System.Text;

namespace Packages.Tests;

/// <summary>A 16-8-4 network, or one of another number of outputs, with random weights, as an ONNX file, and data that it answers without fault.</summary>
internal sealed class TinyNetwork
{
    private const int Inputs = 16, Hidden = 8;

    private readonly int classes;
    private readonly float[] weight1, weight2;
    private readonly Random random;

    public TinyNetwork(int seed, int outputs = 4)
    {
        classes = outputs;
        random = new Random(seed);
        weight1 = Draw(Hidden * Inputs);
        weight2 = Draw(classes * Hidden);
    }

    /// <summary>Field numbers from onnx.proto; wire types from the protocol buffers encoding guide.</summary>
    public byte[] Onnx()
    {
        byte[] graph =
        [
            .. Node("Gemm", ["input", "w1", "b1"], "h"), .. Node("Relu", ["h"], "r"), .. Node("Gemm", ["r", "w2", "b2"], "logits"),
            .. Text(2, "tiny"),
            .. Tensor("w1", [Hidden, Inputs], weight1), .. Tensor("b1", [Hidden], new float[Hidden]),
            .. Tensor("w2", [classes, Hidden], weight2), .. Tensor("b2", [classes], new float[classes]),
            .. Value(11, "input", Inputs), .. Value(12, "logits", classes),
        ];
        return [.. Number(1, 8), .. Bytes(7, graph), .. Bytes(8, Number(2, 13))];
    }

    /// <summary>Random samples, each labelled with the network's own answer.</summary>
    public string Csv(int samples)
    {
        StringBuilder csv = new("label");
        for (int i = 0; i < Inputs; i++)
            csv.Append(CultureInfo.InvariantCulture, $",x{i}");
        for (int s = 0; s < samples; s++)
        {
            float[] x = Draw(Inputs);
            csv.Append('\n').Append(Classify(x));
            foreach (float value in x)
                csv.Append(',').Append(value.ToString("R", CultureInfo.InvariantCulture));
        }
        return csv.Append('\n').ToString();
    }

    /// <summary>Random samples, behind what the network answers and a little noise: columns y1, y2, …, x0, x1, …</summary>
    public string Measurements(int samples)
    {
        StringBuilder csv = new(string.Join(',', Enumerable.Range(1, classes).Select(i => $"y{i}").Concat(Enumerable.Range(0, Inputs).Select(i => $"x{i}"))));
        for (int s = 0; s < samples; s++)
        {
            float[] x = Draw(Inputs);
            IEnumerable<float> noisy = Scores(x).Zip(Draw(classes), (y, noise) => y + 0.3f * noise);
            csv.Append('\n').AppendJoin(',', noisy.Concat(x).Select(v => v.ToString("R", CultureInfo.InvariantCulture)));
        }
        return csv.Append('\n').ToString();
    }

    private int Classify(float[] x)
    {
        float[] logits = Scores(x);
        return Array.IndexOf(logits, logits.Max());
    }

    private float[] Scores(float[] x)
    {
        float[] hidden = [.. Enumerable.Range(0, Hidden).Select(r => Math.Max(0, x.Select((v, i) => v * weight1[r * Inputs + i]).Sum()))];
        return [.. Enumerable.Range(0, classes).Select(r => hidden.Select((v, i) => v * weight2[r * Hidden + i]).Sum())];
    }

    private float[] Draw(int count) => [.. Enumerable.Range(0, count).Select(_ => (float)(random.NextDouble() * 2 - 1))];

    // Gemm needs transB=1 for weights of outputs × inputs; Relu has no attribute.
    private static byte[] Node(string type, string[] inputs, string output) => Bytes(1,
    [
        .. inputs.SelectMany(i => Text(1, i)), .. Text(2, output), .. Text(3, $"{type}_{output}"), .. Text(4, type),
        .. type == "Gemm" ? Bytes(5, [.. Text(1, "transB"), .. Number(3, 1), .. Number(20, 2)]) : [],
    ]);

    private static byte[] Tensor(string name, int[] shape, float[] values) => Bytes(5,
    [
        .. shape.SelectMany(d => Number(1, d)), .. Number(2, 1), .. Text(8, name), .. Bytes(9, [.. values.SelectMany(BitConverter.GetBytes)]),
    ]);

    private static byte[] Value(int field, string name, int width)
    {
        byte[] batch = Bytes(1, Text(2, "batch")), columns = Bytes(1, Number(1, width));
        return Bytes(field, [.. Text(1, name), .. Bytes(2, Bytes(1, [.. Number(1, 1), .. Bytes(2, [.. batch, .. columns])]))]);
    }

    private static byte[] Text(int field, string text) => Bytes(field, Encoding.UTF8.GetBytes(text));

    private static byte[] Bytes(int field, byte[] content) => [.. Varint(field << 3 | 2), .. Varint(content.Length), .. content];

    private static byte[] Number(int field, int value) => [.. Varint(field << 3), .. Varint(value)];

    private static List<byte> Varint(int value)
    {
        List<byte> bytes = [];
        for (; value > 127; value >>= 7)
            bytes.Add((byte)(value & 127 | 128));
        bytes.Add((byte)value);
        return bytes;
    }
}
