using System.Numerics.Tensors;

namespace NNCompress.Engines;

/// <summary>The network's output for each sample: <see cref="Count"/> rows of <see cref="Width"/> scores, row-major.</summary>
public sealed class Predictions(float[] scores, int width)
{
    public float[] Scores { get; } = scores;

    public int Width { get; } = width;

    /// <summary>The shape of one sample's scores in the network; as many values as <see cref="Width"/>.</summary>
    public int[] SampleShape { get; init; } = [width];

    public int Count => Scores.Length / Width;

    public ReadOnlySpan<float> Row(int sample) => Scores.AsSpan(sample * Width, Width);

    /// <summary>The class with the largest score (the first of equals; a row with NaN has class -1).</summary>
    public int Class(int sample)
    {
        int index = TensorPrimitives.IndexOfMax(Row(sample));
        return float.IsNaN(Row(sample)[index]) ? -1 : index;
    }

    /// <summary>How many classes come before this one by their scores (of equals the first comes first); all of them in a row with NaN.</summary>
    public int Rank(int sample, int @class)
    {
        ReadOnlySpan<float> row = Row(sample);
        int before = 0;
        for (int c = 0; c < row.Length; c++)
        {
            if (float.IsNaN(row[c]))
                return row.Length;
            before += row[c] > row[@class] || (row[c] == row[@class] && c < @class) ? 1 : 0;
        }
        return before;
    }
}
