using NNCompress.Coding;
using NNCompress.Models;
using NNCompress.Pruning;

namespace NNCompress.Compression;

/// <summary>The tensors that are no layer's weight matrix, stored so finely that they cost no accuracy.</summary>
internal static class SmallTensors
{
    public static IEnumerable<EncodedTensor> Encode(Network network, IReadOnlyList<Layer> layers) => Encode(network, layers.Select(l => l.Weight).ToHashSet());

    /// <param name="network">The network.</param>
    /// <param name="matrices">Names of the tensors that are encoded elsewhere.</param>
    public static IEnumerable<EncodedTensor> Encode(Network network, IReadOnlySet<string> matrices) =>
        network.Weights.Where(t => !matrices.Contains(t.Name) && t.Length > 0).Select(t => TensorCoder.Encode(t, TensorCoder.Default(t)));
}
