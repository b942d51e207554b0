using NNCompress.Engines.Managed.Matrices;
using NNCompress.Engines.Training;
using NNCompress.Models;

namespace NNCompress.Engines.Managed.Training;

/// <summary>A trained tensor in memory that the steps read and write directly.</summary>
internal sealed class ManagedParameter : TrainingParameter
{
    public ManagedParameter(Tensor tensor, ParameterRole role)
        : base(tensor.Name, tensor.Shape, role)
    {
        Data = new AlignedBuffer(tensor.Length);
        Slope = new AlignedBuffer(tensor.Length);
        tensor.Floats.CopyTo(Data.Span);
        Slope.Span.Clear();
    }

    public AlignedBuffer Data { get; }

    public AlignedBuffer Slope { get; }

    public override Span<float> Values => Data.Span;

    public override ReadOnlySpan<float> Gradient => Slope.Span;
}
