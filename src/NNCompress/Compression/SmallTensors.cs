using NNCompress.Coding;
using NNCompress.Models;
using NNCompress.Pruning;

namespace NNCompress.Compression;

/// <summary>How the tensors that are no layer's weight matrix are stored: biases by fine steps, everything else as 16-bit floats.</summary>
internal static class SmallTensors
{
    /// <summary>Levels between zero and a bias vector's largest magnitude.</summary>
    private const int BiasLevels = 256;

    public static IEnumerable<EncodedTensor> Encode(Network network, IReadOnlyList<Layer> layers)
    {
        HashSet<string> weights = [.. layers.Select(l => l.Weight)];
        HashSet<string> biases = [.. layers.Where(l => l.Bias is not null).Select(l => l.Bias!)];
        foreach (Tensor tensor in network.Weights.Where(t => !weights.Contains(t.Name) && t.Length > 0))
            yield return biases.Contains(tensor.Name) ? Bias(tensor) : Other(tensor);
    }

    private static EncodedTensor Bias(Tensor tensor)
    {
        float largest = tensor.Floats.Max(Math.Abs);
        if (largest < 1e-30f || !float.IsFinite(largest))
            return TensorCoder.Encode(tensor, new TensorCoding(CoderKind.Raw));
        return Smaller(tensor, new TensorCoding(CoderKind.Quantised, largest / BiasLevels));
    }

    private static EncodedTensor Other(Tensor tensor)
    {
        bool fits = tensor.Floats.All(v => v == 0 || Math.Abs(v) is > 1e-4f and < 65504);
        return TensorCoder.Encode(tensor, new TensorCoding(fits ? CoderKind.Half : CoderKind.Raw));
    }

    private static EncodedTensor Smaller(Tensor tensor, TensorCoding coding)
    {
        EncodedTensor coded = TensorCoder.Encode(tensor, coding), half = TensorCoder.Encode(tensor, new TensorCoding(CoderKind.Half));
        return coded.Payload.Length < half.Payload.Length ? coded : half;
    }
}
