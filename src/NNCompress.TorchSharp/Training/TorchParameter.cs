using NNCompress.Engines.Training;
using NNCompress.Models;

namespace NNCompress.TorchSharp.Training;

/// <summary>A trained tensor on a device.</summary>
internal sealed class TorchParameter(Tensor tensor, ParameterRole role, TorchDevice device, bool apart) : TrainingParameter(tensor.Name, tensor.Shape, role), IDisposable
{
    private readonly float[] gradient = new float[tensor.Length];
    private readonly TorchDevice device = device;
    private TorchTensor? slope;
    private bool received = true;

    public MirroredTensor Tensor { get; } = new(device, tensor.Floats, tensor.Shape, learns: true, apart);

    /// <summary>The loss's gradient on the device; null where the loss does not depend on the tensor.</summary>
    public TorchTensor? Slope => slope;

    public override Span<float> Values => Tensor.Values;

    public override ReadOnlySpan<float> Gradient
    {
        get
        {
            if (!received && slope is not null)
                device.Receive(slope, values => values.CopyTo(gradient));
            else if (!received)
                Array.Clear(gradient);
            received = true;
            return gradient;
        }
    }

    /// <summary>Takes over the gradient of a step.</summary>
    public void Take(TorchTensor? next)
    {
        slope?.Dispose();
        slope = next?.DetachFromDisposeScope();
        received = false;
    }

    public void Dispose()
    {
        _ = Gradient;
        slope?.Dispose();
        slope = null;
        Tensor.Dispose();
    }
}
