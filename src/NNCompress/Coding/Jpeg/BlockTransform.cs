namespace NNCompress.Coding.Jpeg;

/// <summary>The transform of pictures in blocks of 8 × 8 (ITU-T T.81, A.3.3) in floating point, coefficients in zigzag order, block after block; what lies over the edge is 0.</summary>
internal sealed class BlockTransform(int height, int width)
{
    private static readonly PictureCosines Block = new(8, 8);

    private int Across => (width + 7) / 8;

    /// <summary>Coefficients of a picture.</summary>
    public int Count => (height + 7) / 8 * Across * 64;

    /// <param name="picture">height × width.</param>
    /// <param name="coefficients"><see cref="Count"/> of them.</param>
    public void Apply(ReadOnlySpan<double> picture, Span<double> coefficients)
    {
        Span<double> block = stackalloc double[64];
        for (int at = 0; at < coefficients.Length; at += 64)
        {
            int top = at / 64 / Across * 8, left = at / 64 % Across * 8;
            block.Clear();
            for (int y = 0; y < 8 && top + y < height; y++)
                picture.Slice(((top + y) * width) + left, Math.Min(8, width - left)).CopyTo(block[(y * 8)..]);
            Block.Apply(block);
            for (int k = 0; k < 64; k++)
                coefficients[at + k] = block[Zigzag.Order[k]];
        }
    }

    /// <summary>T · M · Tᵀ of a symmetric matrix over pixels, <see cref="Count"/>² over coefficients.</summary>
    public double[] Congruent(double[] matrix)
    {
        int n = height * width, count = Count;
        double[] half = new double[count * n], result = new double[count * count];
        Parallel.For(0, n, i =>
        {
            double[] line = new double[count];
            Apply(matrix.AsSpan(i * n, n), line);
            for (int k = 0; k < count; k++)
                half[(k * n) + i] = line[k];
        });
        Parallel.For(0, count, k => Apply(half.AsSpan(k * n, n), result.AsSpan(k * count, count)));
        return result;
    }
}
