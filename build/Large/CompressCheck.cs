using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using System.Text;
using NNCompress.Models;

namespace Large;

/// <summary>
/// Compresses a network whose middle layer is most of it, from random weights on made-up data, at one share of parameters: all that a search does, and no more of it than it takes
/// to see what memory it needs. That has to stay below three times the model, or below what .NET and working space take where that is more.
/// </summary>
internal static class CompressCheck
{
    private const int Inputs = 784, Samples = 512, Causes = 16;

    /// <summary>Bytes that any run may take, however small the model.</summary>
    private const long Least = 300_000_000;

    /// <param name="folder">Where to work.</param>
    /// <param name="width">Neurons of the two hidden layers.</param>
    /// <returns>What failed.</returns>
    public static string[] Run(string folder, int width)
    {
        string model = Path.Combine(folder, "wide.onnx"), artifact = Path.Combine(folder, "wide.nnz");
        OnnxFile.Save(NNCompress.Models.Building.Architecture.Parse($"mlp:{Inputs}-{width}-{width}-10").Build(seed: 1), model);
        long bytes = new FileInfo(model).Length, limit = Math.Max(3 * bytes, Least);
        Console.WriteLine(FormattableString.Invariant($"model: {bytes / 1e6:F0} MB, two hidden layers of {width}; limit {limit / 1e6:F0} MB"));
        string[] data = [.. new[] { "calibration", "test" }.Select((name, seed) => Patterns(Path.Combine(folder, name + ".npy"), seed))];
        ToolRun compress = ToolRun.Of(
            "compress", model, "--data", data[1], "--calibration-data", data[0], "--metric", "cosine", "--ratio", "0.01", "--accuracy-budget", "2", "-o", artifact);
        Console.WriteLine(FormattableString.Invariant($"compress: {compress.Seconds:F0} s, peak {compress.PeakBytes / 1e6:F0} MB, {(double)compress.PeakBytes / bytes:F1} × the model; {new FileInfo(artifact).Length:N0} bytes"));
        return compress.PeakBytes > limit ? ["compress takes too much memory"] : [];
    }

    /// <summary>A file of samples (NumPy's format 1.0): sums of a few patterns, as pictures are.</summary>
    private static string Patterns(string path, int seed)
    {
        string header = $"{{'descr': '<f4', 'fortran_order': False, 'shape': ({Samples}, {Inputs}), }}";
        header = header.PadRight(117) + "\n";
        Random shared = new(-1), random = new(seed);
        float[] patterns = [.. Enumerable.Range(0, Causes * Inputs).Select(_ => shared.NextSingle() - 0.5f)], values = new float[Samples * Inputs];
        for (int sample = 0; sample < Samples; sample++)
        {
            for (int cause = 0; cause < Causes; cause++)
                TensorPrimitives.MultiplyAdd(patterns.AsSpan(cause * Inputs, Inputs), random.NextSingle(), values.AsSpan(sample * Inputs, Inputs), values.AsSpan(sample * Inputs, Inputs));
        }
        using FileStream file = File.Create(path);
        file.Write([0x93, .. "NUMPY"u8, 1, 0, (byte)header.Length, 0]);
        file.Write(Encoding.ASCII.GetBytes(header));
        file.Write(MemoryMarshal.AsBytes(values.AsSpan()));
        return path;
    }
}
