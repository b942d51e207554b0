using System.Numerics.Tensors;

namespace NNCompress.Engines;

/// <summary>The network's output for each sample: <see cref="Count"/> rows of <see cref="Width"/> scores, row-major.</summary>
public sealed class Predictions(float[] scores, int width)
{
    public float[] Scores { get; } = scores;

    public int Width { get; } = width;

    public int Count => Scores.Length / Width;

    public ReadOnlySpan<float> Row(int sample) => Scores.AsSpan(sample * Width, Width);

    /// <summary>The class with the largest score (the first of equals; a row with NaN has class -1).</summary>
    public int Class(int sample)
    {
        int index = TensorPrimitives.IndexOfMax(Row(sample));
        return float.IsNaN(Row(sample)[index]) ? -1 : index;
    }
}
