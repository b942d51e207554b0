using NNCompress.Coding;
using NNCompress.Models;

namespace NNCompress.Bench;

/// <summary>What the level coder makes of fixed integers: real bytes beside its own estimate, a zero-order adaptive coder, and the empirical entropy.</summary>
internal static class Levels
{
    public static int Run()
    {
        Console.WriteLine("network              bits/weight     ours  estimate  zero-order  entropy  ours/zero-order");
        foreach (string network in QuantisedLayers.Networks)
        {
            List<Tensor> tensors = QuantisedLayers.Matrices(network);
            foreach (double target in QuantisedLayers.BitsPerWeight)
            {
                float step = QuantisedLayers.Step(tensors, target);
                double ours = 0, estimate = 0, zeroOrder = 0, entropy = 0;
                foreach (Tensor tensor in tensors)
                {
                    int[] levels = QuantisedLayers.Levels(tensor, step);
                    ours += TensorCoder.EncodeLevels(tensor, levels, step, new TensorCoding(CoderKind.Quantised, step)).Payload.Length;
                    estimate += TensorCoder.LevelBits(levels, tensor.Shape[0], levels.Length / tensor.Shape[0]) / 8;
                    zeroOrder += QuantisedLayers.ZeroOrder(levels) / 8;
                    entropy += QuantisedLayers.Entropy(levels) / 8;
                }
                Console.WriteLine($"{network,-20} {8 * ours / tensors.Sum(t => t.Length),11:f2} {ours,8:f0} {estimate,9:f0} {zeroOrder,11:f0} {entropy,8:f0} {ours / zeroOrder,16:p1}");
            }
        }
        return 0;
    }
}
