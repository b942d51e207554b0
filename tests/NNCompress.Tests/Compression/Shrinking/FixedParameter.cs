using NNCompress.Engines.Training;

namespace NNCompress.Tests.Compression.Shrinking;

/// <summary>A weight matrix of two columns, and its gradient, written down by hand.</summary>
internal sealed class FixedParameter(float[] values, float[]? gradient = null) : TrainingParameter("w", [values.Length / 2, 2], ParameterRole.Weight)
{
    public override Span<float> Values => values;

    public override ReadOnlySpan<float> Gradient => gradient;
}
