using System.Text;
using NNCompress.Numerics;

namespace NNCompress.Models.Building;

/// <summary>
/// Initial weights of products and convolutions, uniform in ±√(6/inputs) where a rectifier follows (He, Zhang, Ren and Sun, "Delving deep into
/// rectifiers", 2015) and in ±√(6/(inputs + outputs)) elsewhere (Glorot and Bengio, "Understanding the difficulty of training deep feedforward neural networks",
/// 2010). Biases are 0; norms have scale 1, offset 0, mean 0 and variance 1. Other constants keep their values.
/// </summary>
/// <remarks>Each element follows from the seed, its tensor's name and its place alone, by integer arithmetic and a square root: the same on every platform.</remarks>
public static class Initialisation
{
    private static readonly HashSet<string> Rectifiers = ["Relu", "LeakyRelu", "Elu", "Clip", "HardSwish"];

    // What may stand between a product and its activation.
    private static readonly HashSet<string> Passing =
        ["BatchNormalization", "Add", "Identity", "Dropout", "Pad", "MaxPool", "AveragePool", "Flatten", "Reshape", "Squeeze", "Unsqueeze", "Transpose"];

    /// <summary>Draws new weights for the network in place.</summary>
    public static void Draw(Network network, int seed)
    {
        IReadOnlyDictionary<string, int[]> shapes = ShapeInference.Infer(network, 1, lenient: true);
        HashSet<string> drawn = [], computed = [];
        foreach (Node node in network.Nodes.Where(n => n.Domain.Length == 0))
        {
            switch (node.OpType)
            {
                case "Conv":
                    Weight(node, 1);
                    Fill(node.Input(2), 0);
                    computed.Add(node.Outputs[0]);
                    break;
                case "Gemm" or "MatMul":
                    Weight(node, 0);
                    Weight(node, 1);
                    Fill(node.Input(2), 0);
                    computed.Add(node.Outputs[0]);
                    break;
                case "BatchNormalization":
                    for (int i = 1; i <= 4; i++)
                        Fill(node.Input(i), i is 1 or 4 ? 1 : 0);
                    break;
                case "Add" when node.Inputs.Any(computed.Contains):
                    // The bias of a product that has none of its own.
                    Fill(node.Input(0), 0);
                    Fill(node.Input(1), 0);
                    break;
            }
        }

        void Weight(Node node, int operand)
        {
            string? source = Constant(network, node.Input(operand));
            if (source is null || network.Constant(source) is not { IsFloat: true, Length: > 0 } tensor || !drawn.Add(source))
                return;
            (long inputs, long outputs) = Fans(node, operand, shapes.GetValueOrDefault(node.Input(operand)!, tensor.Shape));
            double limit = Math.Sqrt(6.0 / (Rectified(network, node) ? inputs : inputs + outputs));
            ulong key = SplitMix.Next(unchecked((ulong)seed) ^ Hash(source));
            float[] values = new float[tensor.Length];
            for (int i = 0; i < values.Length; i++)
                values[i] = (float)(limit * ((SplitMix.Next(unchecked(key + (ulong)i)) >> 40) * (1.0 / (1 << 23)) - 1));
            network.Replace(new Tensor(source, tensor.Shape, values, tensor.Type));
        }

        void Fill(string? name, float value)
        {
            if (network.Constant(name) is not { IsFloat: true } tensor || !drawn.Add(tensor.Name))
                return;
            float[] values = new float[tensor.Length];
            values.AsSpan().Fill(value);
            network.Replace(new Tensor(tensor.Name, tensor.Shape, values, tensor.Type));
        }
    }

    /// <summary>The constant behind a value, seen through transpositions; null where the value is computed.</summary>
    private static string? Constant(Network network, string? value)
    {
        while (value is not null && !network.ConstantNames.Contains(value))
            value = network.Nodes.FirstOrDefault(n => n.Outputs.Contains(value)) is { OpType: "Transpose" or "Identity" or "Reshape", Domain: "" } node ? node.Input(0) : null;
        return value;
    }

    /// <summary>How many values each output is a sum of, and how many outputs each input goes to.</summary>
    private static (long Inputs, long Outputs) Fans(Node node, int operand, int[] shape)
    {
        if (node.OpType == "Conv")
        {
            long window = shape.Skip(2).Aggregate(1L, (p, d) => p * d);
            return (shape[1] * window, shape[0] / node.Int("group", 1) * window);
        }
        if (shape.Length < 2)
            return (shape.Length == 0 ? 1 : shape[0], 1);
        bool transposed = node.OpType == "Gemm" && node.Int(operand == 0 ? "transA" : "transB", 0) != 0;
        // The first operand is summed over its last dimension, the second over the one before.
        return (operand == 0) != transposed ? (shape[^1], shape[^2]) : (shape[^2], shape[^1]);
    }

    private static bool Rectified(Network network, Node node)
    {
        Queue<string> values = new(node.Outputs);
        HashSet<string> seen = [];
        while (values.TryDequeue(out string? value))
        {
            foreach (Node next in network.Nodes.Where(n => n.Inputs.Contains(value) && n.Domain.Length == 0))
            {
                if (Rectifiers.Contains(next.OpType))
                    return true;
                if (Passing.Contains(next.OpType) && seen.Add(next.Outputs[0]))
                    values.Enqueue(next.Outputs[0]);
            }
        }
        return false;
    }

    /// <summary>FNV-1a of the name's UTF-8 bytes, 64 bits.</summary>
    private static ulong Hash(string name) =>
        Encoding.UTF8.GetBytes(name).Aggregate(0xCBF29CE484222325, (hash, b) => unchecked((hash ^ b) * 0x100000001B3));
}
