namespace NNCompress.Coding.Jpeg;

/// <summary>A picture's quantised coefficients.</summary>
/// <param name="Width">In pixels.</param>
/// <param name="Height">In pixels.</param>
/// <param name="Steps">64 quantisation steps in zigzag order.</param>
/// <param name="Coefficients">64 a block in zigzag order, blocks row by row.</param>
internal sealed record CoefficientPicture(int Width, int Height, ushort[] Steps, short[] Coefficients)
{
    /// <summary>Transforms and quantises (ITU-T T.81, A.3); a block that reaches over the right or lower edge repeats the last column or row.</summary>
    /// <param name="pixels">width × height bytes, row by row.</param>
    /// <param name="width">1 to 65,535.</param>
    /// <param name="height">1 to 65,535.</param>
    /// <param name="steps">64 quantisation steps in zigzag order.</param>
    public static CoefficientPicture Of(ReadOnlySpan<byte> pixels, int width, int height, ushort[] steps)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(width, 65535);
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(height, 65535);
        if (pixels.Length != (long)width * height)
            throw new ArgumentException($"{pixels.Length} pixels do not fill {width}×{height}.", nameof(pixels));
        int across = (width + 7) / 8;
        int down = (height + 7) / 8;
        short[] coefficients = new short[checked(across * down * 64)];
        Span<long> block = stackalloc long[64];
        for (int by = 0; by < down; by++)
        {
            for (int bx = 0; bx < across; bx++)
            {
                for (int i = 0; i < 64; i++)
                    block[i] = pixels[(Math.Min((by * 8) + (i >> 3), height - 1) * width) + Math.Min((bx * 8) + (i & 7), width - 1)] - 128;
                ForwardDct.Transform(block);
                Quantise(block, steps, coefficients.AsSpan(((by * across) + bx) * 64, 64));
            }
        }
        return new CoefficientPicture(width, height, steps, coefficients);
    }

    private static void Quantise(ReadOnlySpan<long> block, ushort[] steps, Span<short> quantised)
    {
        for (int k = 0; k < 64; k++)
        {
            long value = block[Zigzag.Order[k]];
            long step = (long)steps[k] << ForwardDct.Bits;
            // To the nearest, halves away from zero; AC coefficients of 8-bit samples have ten bits at most (T.81 table F.2).
            long magnitude = (Math.Abs(value) + (step >> 1)) / step;
            if (k > 0)
                magnitude = Math.Min(magnitude, 1023);
            quantised[k] = (short)(value < 0 ? -magnitude : magnitude);
        }
    }
}
