using NNCompress.Engines.Managed.Matrices;

namespace NNCompress.Engines.Managed.Training;

/// <summary>A value of the graph during training, with the loss's gradient by it where something trained lies behind it.</summary>
/// <param name="shape">Shape for a whole batch.</param>
/// <param name="data">Content; views share it with what they show.</param>
/// <param name="gradient">As long as the content, or null where no gradient is needed.</param>
/// <param name="interleaved">Whether the samples are innermost, in blocks, as in <see cref="Managed.Interleaved.Interleaving"/>.</param>
internal sealed unsafe class TrainingValue(int[] shape, AlignedBuffer data, AlignedBuffer? gradient, bool interleaved = false)
{
    public int[] Shape { get; } = shape;

    public bool Interleaved => interleaved;

    /// <summary>Elements in memory, filling included.</summary>
    public int Length => Buffer.Length;

    public AlignedBuffer Buffer { get; } = data;

    public AlignedBuffer? GradientBuffer { get; } = gradient;

    public float* Data => Buffer.Pointer;

    /// <summary>Null where no gradient is needed.</summary>
    public float* Gradient => GradientBuffer is null ? null : GradientBuffer.Pointer;

    /// <summary>The same memory in another shape.</summary>
    public TrainingValue View(int[] other) => new(other, Buffer, GradientBuffer, interleaved);
}
