using System.Runtime.InteropServices;
using NNCompress.Models;

namespace Large;

/// <summary>A language model's feed-forward half: an embedding, as many blocks as fill the size, and a layer to as many outputs as words. Weights are random, from a seed.</summary>
internal static class SampleModel
{
    private const int Words = 50_000, Width = 2048, Inner = 8192, Part = 1 << 20;

    /// <summary>Writes the model and its data file.</summary>
    /// <param name="path">Of the .onnx; the data go beside it, with .data behind the name.</param>
    /// <param name="bytes">Of all weights, at least; two blocks are the least.</param>
    public static SampleTensor[] Write(string path, long bytes)
    {
        List<SampleTensor> tensors = [new("embedding", [Words, Width]), new("head", [Width, Words])];
        List<byte[]> nodes = [Wire.Node("Gather", "h0", "embedding", "words")];
        for (int block = 0; block < 2 || tensors.Sum(t => t.Bytes) < bytes; block++)
        {
            (string up, string bias, string down) = ($"up.{block}", $"bias.{block}", $"down.{block}");
            tensors.AddRange([new(up, [Width, Inner]), new(bias, [Inner]), new(down, [Inner, Width])]);
            nodes.AddRange([
                Wire.Node("MatMul", $"u{block}", $"h{block}", up), Wire.Node("Add", $"b{block}", $"u{block}", bias), Wire.Node("Relu", $"r{block}", $"b{block}"),
                Wire.Node("MatMul", $"d{block}", $"r{block}", down), Wire.Node("Add", $"h{block + 1}", $"h{block}", $"d{block}"),
            ]);
        }
        nodes.Add(Wire.Node("MatMul", "scores", $"h{(tensors.Count - 2) / 3}", "head"));

        List<byte[]> initialisers = [];
        string dataPath = path + ".data";
        using (FileStream data = File.Create(dataPath))
        {
            float[] normal = Normal(), part = new float[Part];
            ulong state = 0x9E3779B97F4A7C15;
            foreach (SampleTensor tensor in tensors)
            {
                initialisers.Add(Wire.Tensor(tensor, Path.GetFileName(dataPath), data.Position));
                float scale = 1 / MathF.Sqrt(tensor.Shape[0]);
                for (long left = tensor.Count; left > 0; left -= Part)
                {
                    Span<float> values = part.AsSpan(0, (int)Math.Min(Part, left));
                    foreach (ref float value in values)
                    {
                        state ^= state << 13;
                        state ^= state >> 7;
                        state ^= state << 17;
                        value = scale * normal[state % (ulong)normal.Length];
                    }
                    data.Write(MemoryMarshal.AsBytes(values));
                }
            }
        }
        File.WriteAllBytes(path, Wire.Model(nodes, initialisers, "words", "scores"));
        return [.. tensors];
    }

    /// <summary>The greatest distance of a decoded weight from the original, in steps of its tensor; infinite where a tensor without a step is not the same.</summary>
    /// <param name="decoded">Path of the decoded model.</param>
    /// <param name="original">Path of the model that was written.</param>
    /// <param name="steps">Tensor → step; a tensor that is missing, or has none, is to be the same.</param>
    public static double WorstError(string decoded, string original, IReadOnlyDictionary<string, double> steps)
    {
        Network before = OnnxFile.Load(original), after = OnnxFile.Load(decoded);
        double worst = 0;
        foreach (string name in before.WeightNames)
        {
            StoredWeights from = before.Stored(name), to = after.Stored(name);
            if (!from.Shape.SequenceEqual(to.Shape))
                return double.PositiveInfinity;
            double step = steps.GetValueOrDefault(name);
            float[] a = new float[Part], b = new float[Part];
            for (int at = 0; at < from.Length; at += Part)
            {
                int count = Math.Min(Part, from.Length - at);
                from.Read(at, a.AsSpan(0, count));
                to.Read(at, b.AsSpan(0, count));
                for (int i = 0; i < count; i++)
                {
                    double error = Math.Abs((double)a[i] - b[i]);
                    if (error > 0)
                        worst = Math.Max(worst, step > 0 ? error / step : double.PositiveInfinity);
                }
            }
        }
        return worst;
    }

    // Standard normal values (Box–Muller), drawn from with replacement: as many as the data need would take minutes.
    private static float[] Normal()
    {
        Random random = new(1);
        float[] values = new float[1 << 20];
        for (int i = 0; i < values.Length; i++)
            values[i] = (float)(Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble()));
        return values;
    }
}
