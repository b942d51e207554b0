using NNCompress.Models;

namespace NNCompress.Pruning.Gates;

/// <summary>Moves a group's gate from behind the activation to before it, where the layer that computes the channels can take the gate up.</summary>
internal sealed class ActivationPassage(Dependencies dependencies, GateSites sites)
{
    private static readonly HashSet<string> Activations = ["Relu", "LeakyRelu", "Sigmoid", "Tanh", "Clip", "Elu", "HardSwish", "HardSigmoid"];

    private static readonly HashSet<string> Passed = [.. Activations, "MaxPool", "AveragePool", "GlobalAveragePool", "Dropout", "Identity"];

    /// <summary>The sites before the activation, and the tensor axes that a fold multiplies; null where one of the sites has no such place.</summary>
    public (IReadOnlyList<GateSite> Sites, IReadOnlyList<WeightAxis> Scaled)? Of(IReadOnlyList<GateSite> behind)
    {
        List<GateSite> before = [];
        List<WeightAxis> scaled = [];
        foreach (GateSite site in behind)
        {
            if (Climb(site) is not { } at || sites.Place(at, site.Group, sites.Graph.Of(at)) is not { Run: 1 } moved || Producer(at) is not { } axes)
                return null;
            before.Add(moved);
            scaled.AddRange(axes);
        }
        // Weights that several nodes share would be multiplied for all of them.
        return scaled.Distinct().Count() == scaled.Count && scaled.All(a => sites.Graph.Of(a.Tensor).Count == 1) ? (before, scaled) : null;
    }

    /// <summary>The value before the activation and what follows it, if nothing else reads it on the way.</summary>
    private string? Climb(GateSite site)
    {
        string value = site.Value;
        int readers = site.Readers.Count;
        bool crossed = false;
        while (!sites.Graph.IsOutput(value) && sites.Graph.Of(value).Count == readers && sites.Graph.Maker(value) is { Domain.Length: 0 } maker)
        {
            if (!Passed.Contains(maker.OpType))
                return crossed ? value : null;
            crossed |= Activations.Contains(maker.OpType);
            (value, readers) = (maker.Inputs[0], 1);
        }
        return null;
    }

    /// <summary>The axes whose multiplication multiplies the value's channels, or null where its maker has none.</summary>
    private IReadOnlyList<WeightAxis>? Producer(string value)
    {
        Node maker = sites.Graph.Maker(value)!;
        switch (maker.OpType)
        {
            case "BatchNormalization":
                return All((maker.Input(1), 0), (maker.Input(2), 0));
            case "Conv":
                return All((maker.Input(1), 0), (maker.Input(2), 0));
            case "Gemm":
                return All((maker.Input(1), maker.Int("transB", 0) != 0 ? 0 : 1), (maker.Input(2), -1));
            case "MatMul":
                return All((maker.Input(1), 1));
            case "Add":
                (string computed, string bias) = Constant(maker.Inputs[0]) is null ? (maker.Inputs[0], maker.Inputs[1]) : (maker.Inputs[1], maker.Inputs[0]);
                return sites.Graph.Maker(computed) is { OpType: "MatMul", Domain: "" } product && sites.Graph.Of(computed).Count == 1 && !sites.Graph.IsOutput(computed)
                    ? All((product.Input(1), 1), (bias, -1))
                    : null;
            default:
                return null;
        }
    }

    private IReadOnlyList<WeightAxis>? All(params (string? Tensor, int Axis)[] wanted)
    {
        List<WeightAxis> axes = [];
        foreach ((string? tensor, int axis) in wanted.Where(w => w.Tensor is not null))
        {
            if (Constant(tensor!) is not { } constant)
                return null;
            WeightAxis key = new(tensor!, axis < 0 ? constant.Shape.Length + axis : axis);
            if (!dependencies.WeightUnits.ContainsKey(key))
                return null;
            axes.Add(key);
        }
        return axes;
    }

    private Tensor? Constant(string name) => dependencies.Network.Constant(name);
}
