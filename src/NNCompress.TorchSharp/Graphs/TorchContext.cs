using NNCompress.Engines.Managed;
using NNCompress.Models;
using NNCompress.TorchSharp.Training;

namespace NNCompress.TorchSharp.Graphs;

/// <summary>What an operator sees of its node when the graph is built.</summary>
/// <param name="Operator">Attributes, constants, shapes.</param>
/// <param name="Device">Where tensors lie.</param>
/// <param name="Store">Running statistics and what else is trained; null for inference.</param>
/// <param name="Seed">Differs from node to node.</param>
/// <param name="Owned">Tensors that go with the graph.</param>
internal sealed record TorchContext(OperatorContext Operator, TorchDevice Device, TorchStore? Store, ulong Seed, List<TorchTensor> Owned)
{
    public Node Node => Operator.Node;

    public bool Trains => Store is not null;

    /// <summary>The output's shape.</summary>
    public long[] Shape => TorchDevice.Dimensions(Operator.OutputShape);

    /// <summary>A tensor of indices that lives as long as the graph.</summary>
    public TorchTensor Indices(IEnumerable<int> indices) => Own(Device.Send([.. indices.Select(i => (long)i)]));

    /// <summary>A tensor of numbers that lives as long as the graph.</summary>
    public TorchTensor Numbers(float[] values, params int[] shape) => Own(Device.Send(values, shape));

    /// <summary>The node's only output is the first: others are not computed.</summary>
    /// <exception cref="NncException">NNC2020: another is asked for.</exception>
    public void FirstOnly()
    {
        if (Operator.OutputIndex > 0)
            throw Operator.Unsupported($"computes '{Node.Outputs[Operator.OutputIndex]}', an output that the engine torchsharp does not have");
    }

    /// <exception cref="NncException">NNC2021: the input is left out.</exception>
    public void Needs(params ReadOnlySpan<int> inputs)
    {
        foreach (int index in inputs)
        {
            if (Node.Input(index) is null)
                throw Operator.Misfit($"lacks its input {index + 1}");
        }
    }

    private TorchTensor Own(TorchTensor tensor)
    {
        Owned.Add(tensor.DetachFromDisposeScope());
        return tensor;
    }
}
