using NNCompress.Coding;
using NNCompress.Models;
using NNCompress.Pruning;

namespace NNCompress.Compression;

/// <summary>The tensors that are no layer's weight matrix, stored so finely that they cost no accuracy.</summary>
internal static class SmallTensors
{
    public static IEnumerable<EncodedTensor> Encode(Network network, IReadOnlyList<Layer> layers)
    {
        HashSet<string> weights = [.. layers.Select(l => l.Weight)];
        return network.Weights.Where(t => !weights.Contains(t.Name) && t.Length > 0).Select(t => TensorCoder.Encode(t, TensorCoder.Default(t)));
    }
}
