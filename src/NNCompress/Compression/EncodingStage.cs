using NNCompress.Coding;
using NNCompress.Models;
using NNCompress.Pruning;

namespace NNCompress.Compression;

/// <summary>One pruned network, ready to be encoded at any steps.</summary>
internal sealed class EncodingStage
{
    private readonly Dictionary<string, double> steps = [];
    private readonly Dictionary<string, EncodedTensor> replaced = [];
    private readonly IReadOnlyList<Layer> layers;

    /// <param name="network">The pruned network.</param>
    /// <param name="plan">What was removed from the original.</param>
    /// <param name="dependencies">Of <paramref name="network"/>.</param>
    /// <param name="moments">Of <paramref name="network"/>.</param>
    /// <param name="sensitivity">Of <paramref name="network"/>.</param>
    /// <param name="roundings">Shared between stages for layers that read the network's input, whose moments pruning does not change.</param>
    public EncodingStage(
        Network network, PruningPlan plan, Dependencies dependencies, SecondMoments moments, OutputSensitivity sensitivity,
        Dictionary<string, CalibratedRounding> roundings)
    {
        (Network, Plan, Moments, layers) = (network, plan, moments, dependencies.Layers);
        HashSet<string> inputs = [.. network.Inputs.Select(i => i.Name)];
        foreach (Layer layer in dependencies.Layers.Where(l => l.InAxis >= 0).DistinctBy(l => l.Weight))
        {
            bool shared = inputs.Contains(layer.Input) && roundings.ContainsKey(layer.Weight);
            CalibratedRounding rounding = shared ? roundings[layer.Weight] : LayerEncoder.Rounding(network, layer, moments.Of(layer)!);
            if (inputs.Contains(layer.Input))
                roundings[layer.Weight] = rounding;
            Encoders.Add(new LayerEncoder(network, layer, sensitivity.Of(layer), rounding));
        }
    }

    public Network Network { get; }

    public PruningPlan Plan { get; }

    public SecondMoments Moments { get; }

    public List<LayerEncoder> Encoders { get; } = [];

    /// <summary>Multiplies the layer's step, in quarter octaves, beside the common one.</summary>
    public Dictionary<string, int> Offsets { get; } = [];

    /// <summary>Puts a coding from elsewhere in the place of the layer's own.</summary>
    public void Replace(EncodedTensor tensor) => replaced[tensor.Decoded.Name] = tensor;

    public void Restore(string weight) => replaced.Remove(weight);

    /// <summary>Encodes everything.</summary>
    /// <param name="exponent">The common step, in quarter octaves.</param>
    public (IReadOnlyList<EncodedTensor> Tensors, Network Decoded) Encode(int exponent)
    {
        Network mended = Network.Clone();
        List<EncodedTensor> tensors = [];
        foreach (LayerEncoder encoder in Encoders)
        {
            string weight = encoder.Layer.Weight;
            steps[weight] = encoder.UnitStep * Math.Pow(2, (exponent + Offsets.GetValueOrDefault(weight)) / 4.0);
            tensors.Add(replaced.GetValueOrDefault(weight) ?? encoder.Encode(steps[weight], mended));
        }
        tensors.AddRange(SmallTensors.Encode(mended, layers.Where(l => l.InAxis >= 0).ToList()));
        Network decoded = mended.Clone();
        foreach (EncodedTensor tensor in tensors)
            decoded.Replace(tensor.Decoded);
        return (tensors, decoded);
    }
}
