using NNCompress.Models;

namespace NNCompress.Coding.Jpeg;

/// <summary>A tensor's weights as pictures: neuron by neuron, or as tiles of one picture.</summary>
internal static class NeuronPictures
{
    /// <summary>The weights neuron after neuron, whichever way the tensor stores them.</summary>
    public static float[] Weights(Tensor tensor, NeuronMatrix matrix)
    {
        if (!matrix.Transposed)
            return tensor.Floats;
        float[] weights = new float[tensor.Length];
        int length = matrix.Height * matrix.Width;
        for (int i = 0; i < weights.Length; i++)
            weights[i] = tensor.Floats[(i % length * matrix.Count) + (i / length)];
        return weights;
    }

    /// <summary>Count × height × width pixels.</summary>
    public static byte[] Pixels(float[] weights, NeuronMatrix matrix, WeightRanges ranges)
    {
        byte[] pixels = new byte[weights.Length];
        int length = matrix.Height * matrix.Width;
        for (int i = 0; i < pixels.Length; i++)
            pixels[i] = ranges.ToPixel(i / length, weights[i]);
        return pixels;
    }

    /// <summary>
    /// Tiles in a row such that the picture has the fewest 8×8 blocks, and among those is nearest to a square; null where no picture of at most
    /// 65,535 × 65,535 pixels holds them.
    /// </summary>
    public static int? Columns(NeuronMatrix matrix)
    {
        (long Blocks, long Skew, int Columns)? best = null;
        for (int columns = 1; columns <= matrix.Count && (long)columns * matrix.Width <= 65535; columns++)
        {
            long width = (long)columns * matrix.Width;
            long height = (matrix.Count + columns - 1L) / columns * matrix.Height;
            if (height > 65535 || width * height > int.MaxValue)
                continue;
            (long, long, int) candidate = ((width + 7) / 8 * ((height + 7) / 8), Math.Abs(width - height), columns);
            if (best is null || candidate.CompareTo(best.Value) < 0)
                best = candidate;
        }
        return best?.Columns;
    }

    /// <summary>One picture of all neurons at a pitch of their size, row by row of tiles; places without a neuron repeat the one above.</summary>
    /// <param name="pixels">Count × height × width.</param>
    /// <param name="matrix">The neurons' size.</param>
    /// <param name="columns">Tiles in a row.</param>
    public static (byte[] Pixels, int Width, int Height) Tile(byte[] pixels, NeuronMatrix matrix, int columns)
    {
        int width = columns * matrix.Width;
        int rows = (matrix.Count + columns - 1) / columns;
        byte[] picture = new byte[width * rows * matrix.Height];
        for (int i = 0; i < rows * columns; i++)
        {
            int neuron = i < matrix.Count ? i : Math.Max(i - columns, 0);
            int at = (i / columns * matrix.Height * width) + (i % columns * matrix.Width);
            for (int y = 0; y < matrix.Height; y++)
                pixels.AsSpan(((neuron * matrix.Height) + y) * matrix.Width, matrix.Width).CopyTo(picture.AsSpan(at + (y * width)));
        }
        return (picture, width, rows * matrix.Height);
    }
}
