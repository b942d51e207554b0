using NNCompress.Coding;
using NNCompress.Models;

namespace NNCompress.Compression.Outside;

/// <summary>
/// Encodes a network of which no activation is known: each weight is rounded to the nearest level, steps being the same share of every tensor's deviation.
/// </summary>
/// <param name="pruned">The network.</param>
/// <param name="others">Its tensors that are encoded elsewhere.</param>
internal sealed class PlainStage(PrunedNetwork pruned, IReadOnlyList<EncodedTensor> others)
{
    /// <summary>Share of the deviation that exponent 0 stands for: about five bits a weight.</summary>
    private const double UnitShare = 0.125;

    /// <summary>Tensors of fewer weights are stored so finely that they cost nothing.</summary>
    private const int FewestCoarse = 257;

    private readonly string[] coarse =
        [.. pruned.Network.Weights.Where(t => t.Shape.Length >= 2 && t.Length >= FewestCoarse).Select(t => t.Name).Except(others.Select(t => t.Decoded.Name))];

    private IReadOnlyList<EncodedTensor>? small;

    public PrunedNetwork Pruned => pruned;

    /// <param name="exponent">Of the step, in quarter octaves of an eighth of the deviation.</param>
    public IReadOnlyList<EncodedTensor> Encode(int exponent)
    {
        small ??= [.. others, .. SmallTensors.Encode(pruned.Network, new HashSet<string>([.. coarse, .. others.Select(t => t.Decoded.Name)]))];
        double share = UnitShare * Math.Pow(2, exponent / 4.0);
        return [.. coarse.Select(name => Rounded(pruned.Network.Constant(name)!, share)), .. small];
    }

    /// <summary>The network that a decoder makes of the tensors.</summary>
    public Network Decoded(IReadOnlyList<EncodedTensor> tensors)
    {
        Network decoded = pruned.Network.Clone();
        foreach (EncodedTensor tensor in tensors)
            decoded.Replace(tensor.Decoded);
        return decoded;
    }

    /// <summary>A tensor in steps of a share of its weights' deviation; as floats where it has none.</summary>
    private static EncodedTensor Rounded(Tensor tensor, double share)
    {
        double mean = tensor.Floats.Average(v => (double)v);
        double deviation = Math.Sqrt(tensor.Floats.Average(v => (v - mean) * (v - mean)));
        return deviation > 1e-30 && double.IsFinite(deviation)
            ? TensorCoder.Encode(tensor, new TensorCoding(CoderKind.Quantised, share * deviation))
            : TensorCoder.Encode(tensor, new TensorCoding(CoderKind.Raw));
    }
}
