namespace NNCompress.Engines.Training;

/// <summary>A trained tensor: its values in the run, and the loss's gradient by them from the last step.</summary>
public abstract class TrainingParameter(string name, int[] shape, ParameterRole role)
{
    /// <summary>The constant's name in the network.</summary>
    public string Name { get; } = name;

    public int[] Shape { get; } = shape;

    public ParameterRole Role { get; } = role;

    /// <summary>Row-major values; writing changes what the next step computes with.</summary>
    public abstract Span<float> Values { get; }

    /// <summary>The mean gradient of the last mini-batch, without penalties.</summary>
    public abstract ReadOnlySpan<float> Gradient { get; }
}
