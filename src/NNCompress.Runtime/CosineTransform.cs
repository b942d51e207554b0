using System;

namespace NNCompress.Runtime
{
    /// <summary>
    /// The inverse cosine transform (type II, orthonormal) of small pictures in 64-bit integers: the cosines are rounded to 15 bits, nothing else is
    /// rounded, so that every platform computes the same.
    /// </summary>
    sealed class CosineTransform
    {
        /// <summary>Longest side of a picture: sums of products stay below 2^63.</summary>
        public const int MaxSide = 64;

        /// <summary>Coefficients are below this, either sign.</summary>
        public const int MaxCoefficient = 1 << 24;

        /// <summary>Results are in units of 2^-30.</summary>
        public const double Unit = 1.0 / (1 << 30);

        private readonly int height;
        private readonly int width;
        private readonly long[] vertical;
        private readonly long[] horizontal;
        private readonly long[] half;

        public CosineTransform(int height, int width)
        {
            this.height = height;
            this.width = width;
            vertical = Cosines(height);
            horizontal = Cosines(width);
            half = new long[width * height];
        }

        /// <summary>Row u holds the wave of frequency u at x = 0 … n - 1: 2^15 · √(2/n) · cos(π (2x + 1) u / 2n), the flat one divided by √2; rounded.</summary>
        public static long[] Cosines(int n)
        {
            long[] table = new long[n * n];
            for (int u = 0; u < n; u++)
            {
                for (int x = 0; x < n; x++)
                    table[u * n + x] = (long)Math.Floor(Wave(n, u, x) * 32768 + 0.5);
            }
            return table;
        }

        public static double Wave(int n, int frequency, int x)
        {
            return Math.Sqrt((frequency == 0 ? 1.0 : 2.0) / n) * Math.Cos(Math.PI * (2 * x + 1) * frequency / (2 * n));
        }

        /// <summary>From coefficients to a picture, both height × width, row by row.</summary>
        public void Invert(int[] coefficients, long[] picture, int at)
        {
            unchecked
            {
                // Most coefficients are zero: first along columns, from those that are not.
                Array.Clear(half, 0, half.Length);
                int lastColumn = -1;
                for (int u = 0; u < height; u++)
                {
                    for (int v = 0; v < width; v++)
                    {
                        long c = coefficients[at + u * width + v];
                        if (c == 0)
                            continue;
                        lastColumn = v > lastColumn ? v : lastColumn;
                        for (int y = 0; y < height; y++)
                            half[v * height + y] += c * vertical[u * height + y];
                    }
                }
                Array.Clear(picture, at, height * width);
                for (int v = 0; v <= lastColumn; v++)
                {
                    for (int y = 0; y < height; y++)
                    {
                        long c = half[v * height + y];
                        if (c == 0)
                            continue;
                        int row = at + y * width;
                        int wave = v * width;
                        for (int x = 0; x < width; x++)
                            picture[row + x] += c * horizontal[wave + x];
                    }
                }
            }
        }
    }
}
