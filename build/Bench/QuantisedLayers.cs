using NNCompress.Coding;
using NNCompress.Models;

namespace NNCompress.Bench;

/// <summary>The sample networks' matrices, quantised to a given number of bits a weight.</summary>
internal static class QuantisedLayers
{
    public static readonly string[] Networks = ["fashion-mlp-300-150", "fashion-mlp-512", "fashion-lenet"];

    public static readonly double[] BitsPerWeight = [0.8, 1.3, 2.0];

    public static List<Tensor> Matrices(string network)
    {
        Network loaded = OnnxFile.Load(Path.Combine(AppContext.BaseDirectory, "..", "..", "..", "..", "..", "samples", "models", $"{network}.onnx"));
        return [.. loaded.ConstantNames.Select(n => loaded.Constant(n)!).Where(t => t.Shape.Length >= 2)];
    }

    /// <summary>The step, one for all, at which the tensors take so many bits a weight.</summary>
    public static float Step(IReadOnlyList<Tensor> tensors, double bitsPerWeight)
    {
        double low = 1e-3, high = 1;
        for (int i = 0; i < 10; i++)
        {
            double middle = Math.Sqrt(low * high), bits = 0;
            foreach (Tensor tensor in tensors)
                bits += TensorCoder.LevelBits(Levels(tensor, (float)middle), tensor.Shape[0], tensor.Length / tensor.Shape[0]);
            (low, high) = bits / tensors.Sum(t => t.Length) > bitsPerWeight ? (middle, high) : (low, middle);
        }
        return (float)high;
    }

    public static int[] Levels(Tensor tensor, float step) => Array.ConvertAll(tensor.Floats, w => (int)Math.Round(w / (double)step));

    public static double Entropy(int[] levels) => levels.CountBy(l => l).Sum(g => -g.Value * Math.Log2(g.Value / (double)levels.Length));

    /// <summary>Bits of an adaptive coder without contexts: each level by its share of those before (Krichevsky–Trofimov).</summary>
    public static double ZeroOrder(int[] levels)
    {
        Dictionary<int, double> counts = levels.Distinct().ToDictionary(l => l, _ => 0.5);
        double total = counts.Count * 0.5, bits = 0;
        foreach (int level in levels)
        {
            bits -= Math.Log2(counts[level] / total);
            counts[level]++;
            total++;
        }
        return bits;
    }
}
