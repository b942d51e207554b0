using NNCompress.Coding;
using NNCompress.Models;
using NNCompress.Runtime;

namespace NNCompress.Tests.Coding;

public class DecodingTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Decoding_allocates_little_beside_the_result(bool transposed)
    {
        // Columns that resemble each other at a lag are scanned as rows.
        const int Rows = 1200, Columns = 1000;
        int[] levels = new int[Rows * Columns];
        float[] noise = GraphBuilder.Noise(levels.Length, 5);
        for (int i = 0; i < levels.Length; i++)
            levels[i] = (int)Math.Round((0.6 * noise[i]) + (transposed && i >= 6 * Columns ? 0.5 * noise[i - (6 * Columns)] : 0));
        Tensor weight = new("w", [Rows, Columns], new float[levels.Length]);
        Assert.Equal(transposed, LevelScan.Choose(levels, Rows, Columns).Transposed);
        Network network = new GraphBuilder().Input("x", 1, Rows).Constant("w", [Rows, Columns], 1).Node("MatMul", ["x", "w"], ["y"]).Output("y").Build();
        EncodedTensor coded = TensorCoder.EncodeLevels(weight, levels, 0.5, new TensorCoding(CoderKind.Quantised, 0.5));
        network.Replace(coded.Decoded);
        NnzFile file = NnzFile.Open(NnzWriter.Write(network, [coded]));
        long before = GC.GetAllocatedBytesForCurrentThread();
        byte[] onnx = file.ReadOnnx(1);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, onnx.Length, 1.2 * onnx.Length);
        before = GC.GetAllocatedBytesForCurrentThread();
        float[] weights = file.Sections[0].Decode();
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 4L * weights.Length, 1.2 * 4 * weights.Length);
        Assert.Equal(levels.Select(l => l * 0.5f), weights);
    }

    [Fact]
    public void The_number_of_threads_changes_nothing()
    {
        Network network = OnnxFile.Load(SampleModels.Path("fashion-lenet.onnx"));
        NnzFile file = NnzFile.Open(NnzWriter.Write(network, [.. network.Weights.Select(w => TensorCoder.Encode(w, new TensorCoding(CoderKind.Quantised, 0.05)))]));
        byte[] one = file.ReadOnnx(1);
        Assert.Equal(one, file.ReadOnnx(2));
        Assert.Equal(one, file.ReadOnnx());
        using MemoryStream stream = new();
        file.WriteOnnx(stream);
        Assert.Equal(one, stream.ToArray());
    }

    [Fact]
    public void Encoding_at_the_same_time_on_two_threads_gives_the_same_bytes()
    {
        Tensor weight = OnnxFile.Load(SampleModels.Path("fashion-lenet.onnx")).Constant("conv2.weight")!;
        byte[] first = TensorCoder.Encode(weight, new TensorCoding(CoderKind.Quantised, 0.03)).Payload;
        byte[][] others = new byte[4][];
        Parallel.For(0, others.Length, new ParallelOptions { MaxDegreeOfParallelism = 2 }, i => others[i] = TensorCoder.Encode(weight, new TensorCoding(CoderKind.Quantised, 0.03)).Payload);
        Assert.All(others, o => Assert.Equal(first, o));
    }

    [Theory]
    [InlineData(1, 4)]
    [InlineData(10, 2)]
    [InlineData(11, 8)]
    public void Weights_go_to_the_bytes_of_their_type(int elementType, int width)
    {
        float[] weights = [0.1f, -2.5f, 1e-3f, 65504];
        byte[] bytes = new byte[(width * 4) + 3];
        new WeightTarget(bytes, 3, elementType).Write([9, .. weights], 1, 4, 0);
        for (int i = 0; i < weights.Length; i++)
        {
            ReadOnlySpan<byte> at = bytes.AsSpan(3 + (width * i));
            double value = elementType == 1 ? BitConverter.ToSingle(at) : elementType == 10 ? (double)BitConverter.ToHalf(at) : BitConverter.ToDouble(at);
            Assert.Equal(elementType == 10 ? (double)(Half)weights[i] : weights[i], value);
        }
    }

    [Fact]
    public void A_step_of_few_digits_takes_two_bytes()
    {
        Tensor tensor = new("b", [5], [1f, 2, 3, -4, 0]);
        int brief = TensorCoder.Encode(tensor, new TensorCoding(CoderKind.Quantised, 0.5)).Payload.Length;
        Assert.Equal(brief + 2, TensorCoder.EncodeLevels(tensor, [2, 4, 6, -8, 0], 0.3, new TensorCoding(CoderKind.Quantised, 0.3)).Payload.Length);
    }
}
