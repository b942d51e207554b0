using NNCompress.Data;
using NNCompress.Engines;
using NNCompress.Models;
using NNCompress.Models.Proto;

namespace NNCompress.Precision;

/// <summary>
/// A network whose products can be computed in 8-bit integers, in the form that runtimes recognise ("QDQ"): weights are signed bytes with a scale for each
/// output channel behind a DequantizeLinear, the values that they meet go through QuantizeLinear and DequantizeLinear as unsigned bytes, biases are 32-bit
/// integers in units of both scales. Inputs and outputs stay floats. Arithmetic after Jacob et al. 2018, "Quantization and Training of Neural Networks
/// for Efficient Integer-Arithmetic-Only Inference".
/// </summary>
internal sealed class IntegerNetwork
{
    // Far from the end of 32 bits, so that the sum of products still fits beside the bias.
    private const double BiasLimit = 1 << 30;

    /// <summary>Operators that hand bytes on as they are: what stands before them may be rounded in their place.</summary>
    private static readonly HashSet<string> Passing = ["MaxPool", "Flatten", "Reshape", "Squeeze", "Unsqueeze", "Transpose", "Identity"];

    private readonly Network network;
    private readonly IReadOnlyList<IntegerLayer> layers;
    private readonly IReadOnlyDictionary<string, ActivationScale> activations;
    private readonly GraphEdit edit;
    private readonly Dictionary<string, (string Value, string Scale)> quantised = [];
    private readonly Dictionary<(string Weight, int Axis), (ChannelLevels Levels, string Value)> weights = [];

    private IntegerNetwork(Network network, IReadOnlyList<IntegerLayer> layers, IReadOnlyDictionary<string, ActivationScale> activations) =>
        (this.network, this.layers, this.activations, edit) = (network, layers, activations, new GraphEdit(network));

    /// <param name="engine">Runs the network for its activations' scales.</param>
    /// <param name="network">In 32-bit floats; stays as it is.</param>
    /// <param name="data">For the scales; needs no labels.</param>
    /// <param name="progress">Told the share that is done.</param>
    /// <param name="cancellation">Ends the work.</param>
    /// <exception cref="NncException">NNC2110: the opset cannot be raised to 13. NNC2111: no layer can be computed in integers. NNC2113: an activation is not finite. And as of the engine.</exception>
    public static Network Of(IEngine engine, Network network, Dataset data, IProgress<double>? progress, CancellationToken cancellation)
    {
        IReadOnlyList<IntegerLayer> layers = IntegerLayer.Of(network);
        if (layers.Count == 0)
            throw new NncException("NNC2111", network.Path, "no Gemm, MatMul or Conv has a constant weight of finite 32-bit floats, so there is nothing that 8-bit integers could compute: write --onnx-precision fp32.");
        string[] inputs = [.. layers.Select(l => l.Input).Distinct()];
        IReadOnlyDictionary<string, ActivationScale> activations = ActivationCalibration.Run(engine, network, inputs, data, progress, cancellation);
        return new IntegerNetwork(network, layers, activations).Build();
    }

    private Network Build()
    {
        OpsetRaising.Run(edit, network);
        foreach (IntegerLayer layer in layers)
        {
            NodeProto node = edit.Nodes[layer.Node.Index];
            (string value, string scale) = Activation(node, layer.Input);
            (ChannelLevels levels, string weight) = Weight(node, layer);
            node.Input[0] = value;
            node.Input[1] = weight;
            if (layer.Bias is not null)
                node.Input[2] = Bias(node, layer, levels);
        }
        return edit.Finish();
    }

    private (string Value, string Scale) Activation(NodeProto reader, string value)
    {
        if (quantised.TryGetValue(value, out (string, string) done))
            return done;
        ActivationScale activation = activations[value];
        string scale = edit.Constant($"{value}.scale", [], new[] { activation.Scale });
        string zero = edit.Constant($"{value}.zero", [], [activation.ZeroPoint], ElementType.UInt8);
        // Runtimes compute a layer in integers where bytes stand right behind it, too, and a maximum of bytes is the byte of the maximum.
        if (FirstPassing(value) is { } first)
            first.Input[0] = Rounded(first, first.Input[0], scale, zero);
        return quantised[value] = (Rounded(reader, value, scale, zero), scale);
    }

    private string Rounded(NodeProto reader, string value, string scale, string zero)
    {
        string bytes = edit.Node(reader, "QuantizeLinear", $"{value}.bytes", [value, scale, zero]);
        return edit.Node(reader, "DequantizeLinear", $"{value}.rounded", [bytes, scale, zero]);
    }

    /// <summary>
    /// The first of the passing nodes between a computing node and the value, where all that they give goes into layers here; null where there are none.
    /// </summary>
    private NodeProto? FirstPassing(string value)
    {
        Node? first = null;
        while (network.Outputs.All(o => o.Name != value) && network.Nodes.Where(n => n.Inputs.Contains(value)).All(OnlyForLayers)
            && network.Nodes.FirstOrDefault(n => n.Outputs.Contains(value)) is { Domain: "" } producer && Passing.Contains(producer.OpType))
        {
            first = producer;
            value = producer.Inputs[0];
        }
        return first is null || network.Inputs.Any(i => i.Name == value) ? null : edit.Nodes[first.Index];

        bool OnlyForLayers(Node reader) => first is null ? layers.Any(l => l.Node == reader && l.Input == value) : reader == first;
    }

    private (ChannelLevels Levels, string Value) Weight(NodeProto reader, IntegerLayer layer)
    {
        if (weights.TryGetValue((layer.Weight, layer.Axis), out (ChannelLevels, string) done))
            return done;
        Tensor weight = network.Constant(layer.Weight)!;
        ChannelLevels levels = ChannelLevels.Of(weight, layer.Axis, LeastScales(layer));
        string name = edit.Constant($"{weight.Name}.bytes", weight.Shape, levels.Levels, ElementType.Int8);
        string scale = edit.Constant($"{weight.Name}.scale", [levels.Scales.Length], levels.Scales);
        string zero = edit.Constant($"{weight.Name}.zero", [levels.Scales.Length], new long[levels.Scales.Length], ElementType.Int8);
        return weights[(layer.Weight, layer.Axis)] = (levels, edit.Node(reader, "DequantizeLinear", $"{weight.Name}.rounded", [name, scale, zero], ("axis", layer.Axis)));
    }

    private string Bias(NodeProto reader, IntegerLayer layer, ChannelLevels levels)
    {
        Tensor bias = network.Constant(layer.Bias)!;
        float activation = activations[layer.Input].Scale;
        float[] scales = [.. levels.Scales.Select(s => s * activation)];
        long[] integers = [.. bias.Floats.Select((b, c) => (long)Math.Round(b / (double)scales[c]))];
        string name = edit.Constant($"{bias.Name}.integers", bias.Shape, integers, ElementType.Int32);
        string scale = edit.Constant($"{bias.Name}.scale", [scales.Length], scales);
        return edit.Node(reader, "DequantizeLinear", $"{bias.Name}.rounded", [name, scale], ("axis", 0));
    }

    /// <summary>Scales that keep the biases of all layers with this weight within 32 bits, and products of scales from vanishing.</summary>
    private float[] LeastScales(IntegerLayer layer)
    {
        float[] least = new float[network.Constant(layer.Weight)!.Shape[layer.Axis]];
        foreach (IntegerLayer user in layers.Where(l => l.Weight == layer.Weight && l.Axis == layer.Axis))
        {
            float activation = activations[user.Input].Scale;
            float[]? bias = user.Bias is null ? null : network.Constant(user.Bias)!.Floats;
            for (int c = 0; c < least.Length; c++)
                least[c] = Math.Max(least[c], Math.Max((float)(Math.Abs(bias?[c] ?? 0) / (activation * BiasLimit)), 1e-35f / activation));
        }
        return least;
    }
}
