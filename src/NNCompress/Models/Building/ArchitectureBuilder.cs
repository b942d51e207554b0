namespace NNCompress.Models.Building;

/// <summary>From an <see cref="Architecture"/> to a graph.</summary>
internal sealed class ArchitectureBuilder(Architecture architecture, IReadOnlyList<int>? sampleShape)
{
    private const long MostParameters = 100_000_000, MostValues = 10_000_000;
    private const int MostLayers = 200;

    private readonly GraphWriter graph = new();
    private readonly Dictionary<string, int> numbers = [];
    private int[] shape = [];
    private string value = "input";

    public Network Build()
    {
        shape = InputShape();
        graph.Input(value, shape);
        foreach (LayerSpec layer in architecture.Layers)
            Add(layer, last: ReferenceEquals(layer, architecture.Layers[^1]));
        graph.Output(value, shape);
        return graph.Finish(architecture.Text);
    }

    private int[] InputShape()
    {
        int[] written = [.. architecture.InputShape];
        bool open = written.Length == 1 && sampleShape is { Count: > 0 } && sampleShape.Aggregate(1L, (p, d) => p * d) == written[0];
        return open ? [.. sampleShape!] : written;
    }

    /// <summary>Whether the layers fit each other and are not too large; to be asked before <see cref="Build"/>.</summary>
    /// <exception cref="NncException">NNC1051, NNC1052.</exception>
    public void Check()
    {
        if (architecture.Layers.Count > MostLayers)
            throw TooLarge(architecture.Layers[MostLayers], $"more than {MostLayers} layers");
        int[] at = [.. architecture.InputShape];
        long parameters = 0;
        Values(architecture.Layers[0]);
        foreach (LayerSpec layer in architecture.Layers)
        {
            at = After(layer, at, out long weights);
            parameters += weights;
            if (parameters > MostParameters)
                throw TooLarge(layer, $"{parameters} parameters up to here, more than {MostParameters}");
            Values(layer);
        }

        void Values(LayerSpec layer)
        {
            long values = at.Aggregate(1L, (p, d) => p > MostValues ? p : p * d);
            if (values > MostValues)
                throw TooLarge(layer, $"{string.Join('x', at)} values a sample, more than {MostValues}");
        }
    }

    /// <summary>The shape of a sample behind a layer, and the number of its weights.</summary>
    private int[] After(LayerSpec layer, int[] before, out long weights)
    {
        weights = 0;
        bool picture = before.Length == 3;
        switch (layer.Kind)
        {
            case LayerKind.Conv when picture:
                weights = ((long)layer.Units * before[0] * layer.Kernel * layer.Kernel) + ((layer.Norm ? 4L : 1) * layer.Units);
                return [layer.Units, .. before.Skip(1).Select(side => Slide(side, layer, layer.Same ? layer.Kernel - 1 : 0))];
            case LayerKind.MaxPool or LayerKind.AveragePool when picture:
                return [before[0], .. before.Skip(1).Select(side => Slide(side, layer, 0))];
            case LayerKind.GlobalAveragePool when picture:
                return [before[0]];
            case LayerKind.Flatten:
                return [before.Aggregate(1, (p, d) => p * d)];
            case LayerKind.Dropout:
                return before;
            case LayerKind.Dense when before.Length == 1:
                weights = (before[0] + 1L) * layer.Units;
                return [layer.Units];
            case LayerKind.Dense:
                throw Wrong(layer, $"a dense layer needs flat values, and here are {string.Join('x', before)}: put f before it");
            default:
                throw Wrong(layer, "this layer needs a picture, and the values before it are flat");
        }
    }

    private int Slide(int side, LayerSpec layer, int padding) => side + padding >= layer.Kernel
        ? ((side + padding - layer.Kernel) / layer.Stride) + 1
        : throw Wrong(layer, $"a window of {layer.Kernel} does not fit a side of {side} pixels");

    private void Add(LayerSpec layer, bool last)
    {
        int[] before = shape;
        shape = After(layer, before, out _);
        switch (layer.Kind)
        {
            case LayerKind.Conv:
                Conv(layer, before[0]);
                break;
            case LayerKind.MaxPool:
                Append("MaxPool", "pool", [], ("kernel_shape", Square(layer.Kernel)), ("strides", Square(layer.Stride)));
                break;
            case LayerKind.AveragePool:
                Append("AveragePool", "pool", [], ("kernel_shape", Square(layer.Kernel)), ("strides", Square(layer.Stride)));
                break;
            case LayerKind.GlobalAveragePool:
                Append("GlobalAveragePool", "pool", []);
                Append("Flatten", "flatten", [], ("axis", 1));
                break;
            case LayerKind.Flatten:
                Append("Flatten", "flatten", [], ("axis", 1));
                break;
            case LayerKind.Dropout:
                string drop = Name("drop");
                // One half is what the operator drops unless told otherwise.
                value = graph.Node("Dropout", drop, drop, layer.Ratio == 0.5 ? [value] : [value, graph.Constant($"{drop}.ratio", [], layer.Ratio)]);
                break;
            default:
                string dense = Name("fc");
                string[] inputs = [value, graph.Constant($"{dense}.weight", [layer.Units, before[0]]), graph.Constant($"{dense}.bias", [layer.Units])];
                value = graph.Node("Gemm", dense, last ? "scores" : dense, inputs, ("transB", 1));
                if (!last)
                    Activate();
                break;
        }
    }

    private void Conv(LayerSpec layer, int channels)
    {
        string name = Name("conv");
        List<string> inputs = [value, graph.Constant($"{name}.weight", [layer.Units, channels, layer.Kernel, layer.Kernel])];
        if (!layer.Norm)
            inputs.Add(graph.Constant($"{name}.bias", [layer.Units]));
        // An even side is padded by one more at the end, as SAME_UPPER says.
        int begin = layer.Same ? (layer.Kernel - 1) / 2 : 0, end = layer.Same ? layer.Kernel / 2 : 0;
        value = graph.Node("Conv", name, name, [.. inputs], ("kernel_shape", Square(layer.Kernel)), ("strides", Square(layer.Stride)), ("pads", new[] { begin, begin, end, end }));
        if (layer.Norm)
        {
            string norm = Name("bn");
            value = graph.Node("BatchNormalization", norm, norm,
                [
                    value, graph.Constant($"{norm}.weight", [layer.Units], 1), graph.Constant($"{norm}.bias", [layer.Units]),
                    graph.Constant($"{norm}.running_mean", [layer.Units]), graph.Constant($"{norm}.running_var", [layer.Units], 1),
                ],
                ("epsilon", 1e-5f), ("momentum", 0.9f));
        }
        Activate();
    }

    private void Activate()
    {
        string opType = architecture.Activation.ToString();
        Append(opType, opType.ToLowerInvariant(), []);
    }

    private void Append(string opType, string stem, string[] more, params (string Name, object Value)[] attributes)
    {
        string name = Name(stem);
        value = graph.Node(opType, name, name, [value, .. more], attributes);
    }

    /// <summary>The stem with a number that counts its uses, from 1.</summary>
    private string Name(string stem)
    {
        numbers[stem] = numbers.GetValueOrDefault(stem) + 1;
        return $"{stem}{numbers[stem]}";
    }

    private static int[] Square(int side) => [side, side];

    private NncException Wrong(LayerSpec layer, string why) => ArchitectureParser.Wrong(architecture.Text, layer.Text, layer.Position, why);

    private NncException TooLarge(LayerSpec layer, string what) =>
        new("NNC1052", null, $"'{architecture.Text}': '{layer.Text}' at character {layer.Position}: the network would have {what}: give smaller layers.");
}
