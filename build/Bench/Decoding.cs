using System.ComponentModel;
using System.Diagnostics;
using System.IO.Compression;
using NNCompress.Coding;
using NNCompress.Models;

namespace NNCompress.Bench;

/// <summary>How fast sections decode on one core, beside gzip on the same weights and djpeg on the same picture.</summary>
internal static class Decoding
{
    private const int ManyRows = 32_000;

    public static int Run()
    {
        Console.WriteLine("one core, millions of weights a second: best and median");
        foreach (string network in QuantisedLayers.Networks)
        {
            Tensor first = QuantisedLayers.Matrices(network).MaxBy(t => t.Length)!;
            foreach (double target in QuantisedLayers.BitsPerWeight)
                Quantised($"{network} {first.Name}", first, QuantisedLayers.Step([first], target));
        }
        Tensor layer = QuantisedLayers.Matrices("fashion-mlp-512").MaxBy(t => t.Length)!;
        Quantised("25 million weights, rows of that layer", Many(layer), QuantisedLayers.Step([layer], 1));
        Jpegs();
        return 0;
    }

    /// <summary>The first layers that hold pictures, as JPEG.</summary>
    public static void Jpegs()
    {
        foreach (string network in QuantisedLayers.Networks[..2])
            Jpeg(network, QuantisedLayers.Matrices(network).MaxBy(t => t.Length)!);
    }

    private static void Quantised(string name, Tensor tensor, float step)
    {
        EncodedTensor coded = TensorCoder.EncodeLevels(tensor, QuantisedLayers.Levels(tensor, step), step, new TensorCoding(CoderKind.Quantised, step));
        byte[] zipped = Zip(coded.Decoded.Floats);
        double weights = tensor.Length;
        int slices = tensor.Shape[0] == ManyRows ? 1 : Slices.Count;
        string ours = Rate(() => TensorCoder.FromPayload(tensor, coded.Coding, coded.Payload), weights, slices);
        string gzip = Rate(() => Unzip(zipped, new byte[4 * tensor.Length]), weights, slices);
        Console.WriteLine($"{name}, {8 * coded.Payload.Length / weights:f2} bits/weight: {ours}; gzip, {8 * zipped.Length / weights:f2} bits/weight: {gzip}");
    }

    private static void Jpeg(string network, Tensor tensor)
    {
        EncodedTensor coded = TensorCoder.Encode(tensor, new TensorCoding(CoderKind.JpegTiled, Quality: 50, Matrix: (28, 28)));
        string ours = Rate(() => TensorCoder.FromPayload(tensor, coded.Coding, coded.Payload), tensor.Length, Slices.Count);
        string file = Path.GetTempFileName();
        try
        {
            File.WriteAllBytes(file, Runtime.JpegWeights.Extract((int)coded.Coder, coded.Payload, 0, coded.Payload.Length, tensor.Shape)[0].Value);
            string djpeg = Rate(() => Djpeg(file), tensor.Length, Slices.Count);
            Console.WriteLine($"{network} tiled JPEG, {8.0 * coded.Payload.Length / tensor.Length:f2} bits/weight: {ours}; djpeg, its start included: {djpeg}");
        }
        catch (Win32Exception)
        {
            Console.WriteLine($"{network} tiled JPEG, {8.0 * coded.Payload.Length / tensor.Length:f2} bits/weight: {ours}; djpeg is not installed");
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static void Djpeg(string file)
    {
        using Process process = Process.Start(new ProcessStartInfo("djpeg", ["-outfile", "/dev/null", file]))!;
        process.WaitForExit();
    }

    private static string Rate(Action run, double weights, int slices)
    {
        if (slices > 1)
            Slices.Warm(run);
        double[] rates = Slices.Rates(run, slices > 1 ? 0.2 : 0);
        return $"{rates[^1] * weights / 1e6:f1} {Slices.Median(rates) * weights / 1e6:f1}";
    }

    // Rows drawn by a seed, so that nothing repeats within reach of any of the coders.
    private static Tensor Many(Tensor layer)
    {
        Random random = new(1);
        int width = layer.Length / layer.Shape[0];
        float[] weights = new float[ManyRows * width];
        for (int at = 0; at < weights.Length; at += width)
            Array.Copy(layer.Floats, random.Next(layer.Shape[0]) * width, weights, at, width);
        return new Tensor(layer.Name, [ManyRows, width], weights);
    }

    private static byte[] Zip(float[] weights)
    {
        using MemoryStream stream = new();
        using (GZipStream gzip = new(stream, CompressionLevel.Optimal, true))
            gzip.Write(System.Runtime.InteropServices.MemoryMarshal.AsBytes<float>(weights));
        return stream.ToArray();
    }

    internal static void Unzip(byte[] zipped, byte[] bytes)
    {
        using GZipStream gzip = new(new MemoryStream(zipped), CompressionMode.Decompress);
        gzip.ReadExactly(bytes);
    }
}
