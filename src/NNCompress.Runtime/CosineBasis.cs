using System;

namespace NNCompress.Runtime
{
    /// <summary>The discrete cosine transform of any length, in arithmetic that is the same on every platform.</summary>
    static class CosineBasis
    {
        /// <summary>Longest side of a picture.</summary>
        public const int MaxSide = 256;

        // 2^(i/8), each the nearest double.
        private static readonly double[] Eighths =
        {
            1, 1.0905077326652577, 1.189207115002721, 1.2968395546510096, 1.4142135623730951, 1.5422108254079407, 1.681792830507429, 1.8340080864093424,
        };

        /// <summary>
        /// The orthonormal transform (DCT-II) of n samples, n × n: row u is frequency u, c(u) · cos((2y + 1)uπ / 2n), c(0) = √(1/n), else √(2/n); times
        /// 2^(frequencies[u] / 8) · 2^(samples[y] / 8), each entry rounded to float.
        /// </summary>
        /// <param name="frequencies">n exponents, eighths of an octave.</param>
        /// <param name="samples">n exponents, eighths of an octave.</param>
        public static float[] Scaled(sbyte[] frequencies, sbyte[] samples)
        {
            int n = samples.Length;
            float[] basis = new float[n * n];
            for (int u = 0; u < n; u++)
            {
                double scale = Power(frequencies[u]) * Math.Sqrt((u == 0 ? 1.0 : 2.0) / n);
                for (int y = 0; y < n; y++)
                    basis[u * n + y] = (float)(scale * Cosine((2 * y + 1) * u, n) * Power(samples[y]));
            }
            return basis;
        }

        /// <summary>2^(eighths / 8).</summary>
        public static double Power(sbyte eighths)
        {
            return Eighths[eighths & 7] * BitConverter.Int64BitsToDouble((1023L + (eighths >> 3)) << 52);
        }

        /// <summary>
        /// Where the k-th level of a neuron stands in its coefficients, row-major: along the diagonals as in ITU-T T.81, figure A.6, for any height and width.
        /// </summary>
        public static int[] Zigzag(int height, int width)
        {
            int[] order = new int[height * width];
            int next = 0;
            for (int diagonal = 0; diagonal < height + width - 1; diagonal++)
            {
                for (int i = 0; i <= diagonal; i++)
                {
                    int row = diagonal % 2 == 0 ? diagonal - i : i;
                    if (row < height && diagonal - row < width)
                        order[next++] = row * width + diagonal - row;
                }
            }
            return order;
        }

        /// <summary>cos(k · π / 2n) by Taylor's series on [0, π/4]; Math.Cos may differ between platforms.</summary>
        private static double Cosine(int k, int n)
        {
            k %= 4 * n;
            if (k > 2 * n)
                k = 4 * n - k;
            bool negative = k > n;
            if (negative)
                k = 2 * n - k;
            bool sine = 2 * k > n;
            double x = (sine ? n - k : k) * (Math.PI / (2.0 * n));
            double square = x * x;
            double sum = 1;
            for (int i = sine ? 19 : 18; i > 1; i -= 2)
                sum = 1 - square / (i * (i - 1)) * sum;
            double value = sine ? x * sum : sum;
            return negative ? -value : value;
        }
    }
}
