using System.Numerics.Tensors;
using NNCompress.Runtime;

namespace NNCompress.Coding;

/// <summary>The orthonormal cosine transform (type II) of rows that hold pictures of height × width one after another, forward.</summary>
public sealed class PictureCosines
{
    private readonly double[] vertical;
    private readonly double[] horizontal;

    /// <param name="height">1 to 64.</param>
    /// <param name="width">1 to 64.</param>
    public PictureCosines(int height, int width)
    {
        (Height, Width) = (height, width);
        vertical = Waves(height);
        horizontal = Waves(width);
    }

    public int Height { get; }

    public int Width { get; }

    /// <summary>Whether rows of that length can be transformed by a decoder.</summary>
    public static bool Fits(int height, int width, int length) => height is >= 1 and <= CosineTransform.MaxSide && width is >= 1 and <= CosineTransform.MaxSide
        && height * width > 1 && length % (height * width) == 0;

    /// <summary>Transforms pictures in place.</summary>
    public void Apply(Span<double> row)
    {
        double[] half = new double[Height * Width];
        for (int at = 0; at + half.Length <= row.Length; at += half.Length)
        {
            Span<double> picture = row.Slice(at, half.Length);
            Array.Clear(half);
            for (int u = 0; u < Height; u++)
            {
                for (int y = 0; y < Height; y++)
                    TensorPrimitives.MultiplyAdd(picture.Slice(y * Width, Width), vertical[u * Height + y], half.AsSpan(u * Width, Width), half.AsSpan(u * Width, Width));
            }
            for (int u = 0; u < Height; u++)
            {
                for (int v = 0; v < Width; v++)
                    picture[u * Width + v] = TensorPrimitives.Dot<double>(half.AsSpan(u * Width, Width), horizontal.AsSpan(v * Width, Width));
            }
        }
    }

    /// <summary>The (columns + 1)² second moments of transformed inputs, the constant last.</summary>
    public double[] Moments(double[] moments, int columns)
    {
        int n = columns + 1;
        double[] once = Rows(moments, n), turned = new double[n * n];
        Transpose(once, turned, n);
        double[] twice = Rows(turned, n);
        // Rounding must not leave it unsymmetrical.
        for (int i = 0; i < n; i++)
        {
            for (int j = 0; j < i; j++)
                twice[j * n + i] = twice[i * n + j];
        }
        return twice;
    }

    private double[] Rows(double[] matrix, int n)
    {
        double[] result = [.. matrix];
        Parallel.For(0, n, r => Apply(result.AsSpan(r * n, n - 1)));
        return result;
    }

    private static void Transpose(double[] source, double[] target, int n)
    {
        for (int i = 0; i < n; i++)
        {
            for (int j = 0; j < n; j++)
                target[j * n + i] = source[i * n + j];
        }
    }

    private static double[] Waves(int n) => [.. Enumerable.Range(0, n * n).Select(i => CosineTransform.Wave(n, i / n, i % n))];
}
