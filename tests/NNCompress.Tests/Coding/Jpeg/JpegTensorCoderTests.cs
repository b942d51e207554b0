using NNCompress.Coding;
using NNCompress.Coding.Jpeg;
using NNCompress.Conformance.Jpeg;
using NNCompress.Models;
using NNCompress.Runtime;
using Xunit.Abstractions;

namespace NNCompress.Tests.Coding.Jpeg;

public sealed class JpegTensorCoderTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData(CoderKind.JpegPerNeuron, false, 37, 21, 50)]
    [InlineData(CoderKind.JpegTiled, false, 37, 21, 50)]
    [InlineData(CoderKind.JpegPerNeuron, true, 37, 21, 50)]
    [InlineData(CoderKind.JpegTiled, true, 37, 21, 50)]
    [InlineData(CoderKind.JpegPerNeuron, false, 1, 1, 1)]
    [InlineData(CoderKind.JpegTiled, false, 1, 1, 1)]
    [InlineData(CoderKind.JpegPerNeuron, false, 300, 784, 20)]
    [InlineData(CoderKind.JpegTiled, false, 300, 784, 20)]
    [InlineData(CoderKind.JpegPerNeuron, false, 5, 13, 100)]
    [InlineData(CoderKind.JpegTiled, true, 5, 13, 100)]
    public void Weights_come_back_within_what_the_quality_allows(CoderKind coder, bool transposed, int neurons, int length, int quality)
    {
        Tensor tensor = Weights(transposed ? [length, neurons] : [neurons, length], 4);
        byte[] payload = JpegTensorCoder.Encode(tensor, new TensorCoding(coder, 0, quality), transposed);
        float[] decoded = Decode(coder, payload, tensor.Shape);
        double error = RelativeError(tensor.Floats, decoded);
        output.WriteLine($"{payload.Length} bytes, relative error {error:F4}");
        Assert.InRange(error, 0, quality switch { 100 => 0.02, 50 => 0.3, 20 => 0.35, _ => 0.01 });
    }

    [Fact]
    public void A_transposed_tensor_takes_the_same_pictures()
    {
        Tensor tensor = Weights([6, 30], 8);
        float[] turned = new float[180];
        for (int i = 0; i < 180; i++)
            turned[(i % 30 * 6) + (i / 30)] = tensor.Floats[i];
        foreach (CoderKind coder in Coders)
        {
            TensorCoding coding = new(coder, 0, 60, (5, 6));
            float[] decoded = Decode(coder, JpegTensorCoder.Encode(tensor, coding), [6, 30]);
            float[] decodedTurned = Decode(coder, JpegTensorCoder.Encode(new Tensor("t", [30, 6], turned), coding, true), [30, 6]);
            for (int i = 0; i < 180; i++)
                Assert.Equal(decoded[i], decodedTurned[(i % 30 * 6) + (i / 30)]);
        }
    }

    [Fact]
    public void Kernels_are_pictures_of_inputs_by_taps()
    {
        Tensor tensor = Weights([7, 4, 3, 3], 2);
        foreach (CoderKind coder in Coders)
        {
            byte[] payload = JpegTensorCoder.Encode(tensor, new TensorCoding(coder, 0, 95));
            Assert.Equal((4, 9), (payload[1], payload[2]));
            Assert.InRange(RelativeError(tensor.Floats, Decode(coder, payload, tensor.Shape)), 0, 0.2);
        }
    }

    [Fact]
    public void Equal_weights_come_back_exactly_and_zeros_stay_zero()
    {
        foreach (CoderKind coder in Coders)
        {
            foreach (float value in (float[])[0, 1, -0.25f])
            {
                Tensor tensor = new("t", [3, 20], [.. Enumerable.Repeat(value, 60)]);
                byte[] payload = JpegTensorCoder.Encode(tensor, new TensorCoding(coder, 0, 90));
                Assert.All(Decode(coder, payload, tensor.Shape), w => Assert.Equal(value, w, 0.01f));
            }
            // Neurons of zeros among others: the common range must give exact zeros.
            float[] data = Weights([64, 64], 3).Floats;
            Array.Clear(data, 64 * 16, 64 * 8);
            WeightRanges common = WeightRanges.Common(data, 64);
            Assert.Equal(128, common.ToPixel(16, 0));
            Assert.Equal(0.0, common.Low + (128 * (common.Span / 255.0)));
        }
    }

    [Fact]
    public void The_smaller_kind_is_chosen_unless_tiles_err_more()
    {
        // Pictures of 28×28 fill half of their blocks at the edges: tiles win.
        Tensor dense = OnnxFile.Load(SampleModels.Path("fashion-mlp-300-150.onnx")).Constant("fc1.weight")!;
        byte[] neurons = JpegTensorCoder.Encode(dense, new TensorCoding(CoderKind.JpegPerNeuron, 0, 60));
        byte[] tiles = JpegTensorCoder.Encode(dense, new TensorCoding(CoderKind.JpegTiled, 0, 60));
        Assert.InRange(tiles.Length, 1, neurons.Length - 1);
        (CoderKind coder, byte[] payload) = JpegTensorCoder.EncodeSmaller(dense, 60);
        Assert.Equal(CoderKind.JpegTiled, coder);
        Assert.Equal(tiles, payload);

        // Kernels of 1×25 are smooth alone and edges in tiles, which are smaller but err five times as much.
        Tensor kernels = OnnxFile.Load(SampleModels.Path("fashion-lenet.onnx")).Constant("conv1.weight")!;
        neurons = JpegTensorCoder.Encode(kernels, new TensorCoding(CoderKind.JpegPerNeuron, 0, 20));
        tiles = JpegTensorCoder.Encode(kernels, new TensorCoding(CoderKind.JpegTiled, 0, 20));
        Assert.InRange(tiles.Length, 1, neurons.Length - 1);
        (coder, payload) = JpegTensorCoder.EncodeSmaller(kernels, 20);
        Assert.Equal(CoderKind.JpegPerNeuron, coder);
        Assert.Equal(neurons, payload);
    }

    [Theory]
    [InlineData(CoderKind.JpegPerNeuron, 60_000)]
    [InlineData(CoderKind.JpegTiled, 55_000)]
    public void Quality_20_keeps_a_dense_layer_in_a_sixth_of_a_byte_a_weight(CoderKind coder, int limit)
    {
        Tensor dense = OnnxFile.Load(SampleModels.Path("fashion-mlp-512.onnx")).Constant("fc1.weight")!;
        byte[] payload = JpegTensorCoder.Encode(dense, new TensorCoding(coder, 0, 20, (28, 28)));
        double error = RelativeError(dense.Floats, Decode(coder, payload, dense.Shape));
        output.WriteLine($"{payload.Length} bytes, relative error {error:F4}");
        Assert.InRange(payload.Length, 1, limit);
        Assert.InRange(error, 0, 0.55);
    }

    [Fact]
    public void A_shared_range_is_taken_where_neurons_differ_in_size_but_not_in_mean()
    {
        // Neurons of unlike size and without an outlier at an end: ranges of their own store the small ones finer than they matter.
        Random random = new(5);
        Tensor tensor = Weights([128, 64], 5);
        for (int i = 0; i < tensor.Length; i++)
            tensor.Floats[i] = (float)(Enumerable.Range(0, 8).Sum(_ => random.NextDouble() - 0.5) * (i / 64 % 8 == 0 ? 1 : 0.1));
        foreach (CoderKind coder in Coders)
        {
            byte[] payload = JpegTensorCoder.Encode(tensor, new TensorCoding(coder, 0, 30));
            Assert.Equal(0, payload[0]);
        }
        // Neurons alike but for their mean: a common range has to span all means.
        for (int i = 0; i < tensor.Length; i++)
            tensor.Floats[i] = (i / 64) + (0.01f * tensor.Floats[i]);
        Assert.Equal(2, JpegTensorCoder.Encode(tensor, new TensorCoding(CoderKind.JpegPerNeuron, 0, 30))[0]);
    }

    [Fact]
    public void Clamping_is_measured_where_a_shared_range_is_too_narrow()
    {
        float[] weights = [1, -0.5f, 0.25f, -1];
        Assert.Equal(0, WeightRanges.Common(weights, 2).Clamped(weights));
        Assert.Equal(0, WeightRanges.OfNeurons(weights, 2, 8).Clamped(weights), 1e-9);
        // Half of the range ends near ±0.5: 1 and −1 lose half of themselves.
        Assert.Equal(0.5, WeightRanges.Common(weights, 2, 0.5).Clamped(weights), 0.02);
    }

    [Fact]
    public void Extracted_pictures_open_in_djpeg_and_give_the_weights()
    {
        Tensor tensor = Weights([12, 15 * 21], 9);
        byte[] payload = JpegTensorCoder.Encode(tensor, new TensorCoding(CoderKind.JpegPerNeuron, 0, 40, (15, 21)));
        float[] weights = Decode(CoderKind.JpegPerNeuron, payload, tensor.Shape);
        KeyValuePair<string, byte[]>[] files = JpegWeights.Extract(3, payload, 0, payload.Length, tensor.Shape);
        Assert.Equal(Enumerable.Range(0, 12).Select(i => $"neuron-{i:D2}.jpg"), files.Select(f => f.Key));
        for (int i = 0; i < 12; i++)
        {
            byte[] ours = new JpegDecoder().Decode(files[i].Value, 0, files[i].Value.Length);
            byte[] judged = JpegPrograms.Djpeg(files[i].Value, out int width, out int height);
            Assert.Equal((21, 15), (width, height));
            Assert.InRange(TestPictures.WorstDifference(ours, judged), 0, 1);
            // Weights are a line through the pixels.
            int low = Array.IndexOf(ours, ours.Min());
            int high = Array.IndexOf(ours, ours.Max());
            float first = weights[(i * 315) + low];
            double step = (weights[(i * 315) + high] - (double)first) / (ours[high] - ours[low]);
            for (int k = 0; k < 315; k++)
                Assert.Equal(first + ((ours[k] - ours[low]) * step), weights[(i * 315) + k], 1e-6);
        }
    }

    [Fact]
    public void The_extracted_tiles_open_in_djpeg()
    {
        Tensor tensor = Weights([12, 15 * 21], 9);
        byte[] payload = JpegTensorCoder.Encode(tensor, new TensorCoding(CoderKind.JpegTiled, 0, 40, (15, 21)));
        KeyValuePair<string, byte[]> file = Assert.Single(JpegWeights.Extract(4, payload, 0, payload.Length, tensor.Shape));
        Assert.Equal("tiles.jpg", file.Key);
        byte[] judged = JpegPrograms.Djpeg(file.Value, out int width, out int height);
        Assert.Equal(12 * 15 * 21, width * height);
        Assert.InRange(TestPictures.WorstDifference(new JpegDecoder().Decode(file.Value, 0, file.Value.Length), judged), 0, 1);
    }

    [Fact]
    public void Another_codecs_streams_are_taken_over_without_loss()
    {
        Tensor tensor = Weights([9, 100], 1);
        foreach (CoderKind coder in Coders)
        {
            TensorCoding coding = new(coder, 0, 45);
            Assert.Equal(JpegTensorCoder.Encode(tensor, coding), JpegTensorCoder.Encode(tensor, coding, codec: new CjpegLike(45)));
        }
        NncException e = Assert.Throws<NncException>(() => JpegTensorCoder.Encode(tensor, new TensorCoding(CoderKind.JpegPerNeuron, 0, 45), codec: new CjpegLike(0)));
        Assert.Equal("NNC2081", e.Code);
        Assert.Contains("cjpeg-like", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(float.NaN, "element 7 is NaN")]
    [InlineData(float.NegativeInfinity, "element 7 is -Infinity")]
    [InlineData(3e38f, "too large")]
    public void Weights_that_no_range_holds_are_refused(float value, string reason)
    {
        Tensor tensor = Weights([4, 4], 1);
        tensor.Floats[7] = value;
        NncException e = Assert.Throws<NncException>(() => JpegTensorCoder.Encode(tensor, new TensorCoding(CoderKind.JpegTiled, 0, 45)));
        Assert.Equal("NNC2080", e.Code);
        Assert.Contains(reason, e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Tensors_without_a_picture_are_refused()
    {
        TensorCoding coding = new(CoderKind.JpegPerNeuron, 0, 45);
        Assert.Equal("NNC2080", Assert.Throws<NncException>(() => JpegTensorCoder.Encode(new Tensor("t", [0, 4], Array.Empty<float>()), coding)).Code);
        Assert.Equal("NNC2080", Assert.Throws<NncException>(() => JpegTensorCoder.Encode(Weights([1, 65537], 1), coding)).Code);
    }

    internal static IReadOnlyList<CoderKind> Coders { get; } = [CoderKind.JpegPerNeuron, CoderKind.JpegTiled];

    internal static Tensor Weights(int[] shape, int seed)
    {
        Random random = new(seed);
        float[] data = new float[shape.Aggregate((a, b) => a * b)];
        for (int i = 0; i < data.Length; i++)
            data[i] = (float)((0.1 * Math.Sin(i * 0.2)) + (0.05 * (random.NextDouble() + random.NextDouble() - 1)));
        return new Tensor("t", shape, data);
    }

    private static float[] Decode(CoderKind coder, byte[] payload, int[] shape)
    {
        // In the middle of other bytes: offsets must be kept to.
        byte[] file = [1, 2, 3, .. payload, 4];
        return JpegWeights.Decode((int)coder, file, 3, payload.Length, shape);
    }

    private static double RelativeError(float[] original, float[] decoded)
    {
        Assert.Equal(original.Length, decoded.Length);
        double error = original.Zip(decoded, (a, b) => ((double)a - b) * ((double)a - b)).Sum();
        return Math.Sqrt(error / original.Sum(a => (double)a * a));
    }

    /// <summary>A foreign codec with fixed quality; at quality 0 it writes no JPEG at all.</summary>
    private sealed class CjpegLike(int quality) : IJpegCodec
    {
        public string Name => "cjpeg-like";

        public byte[] Encode(ReadOnlySpan<byte> pixels, int width, int height, int asked) =>
            quality == 0 ? [1, 2, 3] : new ManagedJpegCodec().Encode(pixels, width, height, quality);

        public byte[] Decode(ReadOnlySpan<byte> jpeg, out int width, out int height) => throw new NotSupportedException();
    }
}
