using System;
using System.Numerics;

namespace NNCompress.Runtime
{
    /// <summary>
    /// The inverse cosine transform (type II, orthonormal) of small pictures: the cosines are rounded to 15 bits, nothing else is rounded, so that every
    /// platform computes the same. Sums of integers below 2^53 are exact in double precision, in whatever order; others take 64-bit integers.
    /// </summary>
    sealed class CosineTransform
    {
        /// <summary>Longest side of a picture: sums of products stay below 2^63.</summary>
        public const int MaxSide = 64;

        /// <summary>Coefficients are below this, either sign.</summary>
        public const int MaxCoefficient = 1 << 24;

        /// <summary>Results are in units of 2^-30.</summary>
        public const double Unit = 1.0 / (1 << 30);

        // Waves are symmetrical: only their first halves are multiplied. Vectors have 2, 4 or 8 places.
        private const int Padding = 8;

        private readonly int height;
        private readonly int width;
        private readonly int halfHeight;
        private readonly int halfWidth;
        private readonly int stride;
        private readonly long[] vertical;
        private readonly long[] horizontal;
        private readonly double[] verticalHalves;
        private readonly double[] horizontalHalves;
        private readonly double[] waves;
        private readonly int[] frequencies;
        private readonly int[] rowOf;
        private readonly double[] sums;
        private readonly long greatestSum;
#if NET
        private readonly bool vectors;
#endif
        private long[] half;
        private long[] exact;

        /// <param name="height">1 to <see cref="MaxSide"/>.</param>
        /// <param name="width">1 to <see cref="MaxSide"/>.</param>
        /// <param name="vectors">Whether to use them where the platform has them; the result is the same.</param>
        public CosineTransform(int height, int width, bool vectors)
        {
#if NET
            this.vectors = vectors && Vector.IsHardwareAccelerated && Vector<double>.Count <= Padding;
#endif
            this.height = height;
            this.width = width;
            halfHeight = (height + 1) / 2;
            halfWidth = (width + 1) / 2;
            stride = (halfWidth + Padding - 1) / Padding * Padding;
            vertical = Cosines(height);
            horizontal = Cosines(width);
            verticalHalves = Halves(vertical, height, halfHeight);
            horizontalHalves = Halves(horizontal, width, stride);
            waves = new double[2 * height * stride];
            frequencies = new int[height];
            rowOf = new int[height * width];
            for (int i = 0; i < rowOf.Length; i++)
                rowOf[i] = i / width;
            sums = new double[4 * stride];
            greatestSum = (1L << 53) / (Greatest(vertical) * Greatest(horizontal)) - 1;
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

        /// <summary>From coefficients to a picture, both height × width, row by row: integers, rounded to double precision, times a unit, rounded to float.</summary>
        /// <param name="places">Where the coefficients stand that are not zero, ascending.</param>
        /// <param name="coefficients">Their values, integers.</param>
        /// <param name="count">How many they are.</param>
        /// <param name="unit">What an integer is worth.</param>
        /// <param name="picture">Takes the result.</param>
        /// <param name="at">Where the result begins.</param>
        /// <param name="step">From one of its elements to the next.</param>
        public void Invert(int[] places, int[] coefficients, int count, double unit, float[] picture, int at, int step)
        {
            long sum = 0;
            for (int i = 0; i < count; i++)
                sum += Math.Abs(coefficients[i]);
            if (sum > greatestSum)
            {
                InvertWide(places, coefficients, count, unit, picture, at, step);
                return;
            }
            int rows = AlongRows(places, coefficients, count);
            for (int y = 0; y < halfHeight; y++)
            {
                AlongColumns(y, rows);
                Unfold(0, unit, picture, at + y * width * step, step);
                Unfold(stride, unit, picture, at + (height - 1 - y) * width * step, step);
            }
        }

        /// <summary>Most coefficients are zero: for each row that has others, their waves are added up, those of even frequencies apart from those of odd ones.</summary>
        /// <returns>How many rows there are; <see cref="frequencies"/> says which.</returns>
        private int AlongRows(int[] places, int[] coefficients, int count)
        {
            int rows = 0;
            for (int i = 0; i < count; i++)
            {
                int u = rowOf[places[i]];
                int v = places[i] - u * width;
                if (rows == 0 || frequencies[rows - 1] != u)
                {
                    Array.Clear(waves, 2 * rows * stride, 2 * stride);
                    frequencies[rows++] = u;
                }
                Add(coefficients[i], v * stride, (2 * (rows - 1) + (v & 1)) * stride);
            }
            return rows;
        }

        private void Add(double coefficient, int wave, int target)
        {
#if NET
            if (vectors)
            {
                for (int end = target + stride; target < end; target += Vector<double>.Count, wave += Vector<double>.Count)
                    (new Vector<double>(waves, target) + coefficient * new Vector<double>(horizontalHalves, wave)).CopyTo(waves, target);
                return;
            }
#endif
            for (int end = target + halfWidth; target < end; target++, wave++)
                waves[target] += coefficient * horizontalHalves[wave];
        }

        /// <summary>
        /// Left halves of row y and of its mirror image below: what the frequencies along columns make of the rows' waves, which the image takes with the
        /// other sign where a frequency is odd.
        /// </summary>
        private void AlongColumns(int y, int rows)
        {
#if NET
            if (vectors)
            {
                InVectors(y, rows);
                return;
            }
#endif
            for (int part = 0; part < 2; part++)
            {
                for (int x = 0; x < halfWidth; x++)
                {
                    double even = 0, odd = 0;
                    for (int i = 0; i < rows; i++)
                    {
                        double term = verticalHalves[frequencies[i] * halfHeight + y] * waves[(2 * i + part) * stride + x];
                        if ((frequencies[i] & 1) == 0)
                            even += term;
                        else
                            odd += term;
                    }
                    sums[2 * part * stride + x] = even + odd;
                    sums[(2 * part + 1) * stride + x] = even - odd;
                }
            }
        }

#if NET
        private void InVectors(int y, int rows)
        {
            int lanes = Vector<double>.Count;
            for (int x = 0; x < halfWidth; x += lanes)
            {
                Vector<double> even0 = Vector<double>.Zero, even1 = even0, odd0 = even0, odd1 = even0;
                for (int i = 0; i < rows; i++)
                {
                    Vector<double> wave0 = new Vector<double>(waves, 2 * i * stride + x);
                    Vector<double> wave1 = new Vector<double>(waves, (2 * i + 1) * stride + x);
                    Vector<double> factor = new Vector<double>(verticalHalves[frequencies[i] * halfHeight + y]);
                    if ((frequencies[i] & 1) == 0)
                    {
                        even0 += factor * wave0;
                        even1 += factor * wave1;
                    }
                    else
                    {
                        odd0 += factor * wave0;
                        odd1 += factor * wave1;
                    }
                }
                (even0 + odd0).CopyTo(sums, x);
                (even0 - odd0).CopyTo(sums, stride + x);
                (even1 + odd1).CopyTo(sums, 2 * stride + x);
                (even1 - odd1).CopyTo(sums, 3 * stride + x);
            }
        }
#endif

        // Waves of even frequencies are their own mirror images, those of odd ones with the other sign.
        private void Unfold(int from, double unit, float[] picture, int row, int step)
        {
            double[] both = sums;
            int mirror = row + (width - 1) * step;
            int odds = from + 2 * stride;
            for (int end = from + halfWidth; from < end; from++, odds++, row += step, mirror -= step)
            {
                double even = both[from];
                double odd = both[odds];
                picture[mirror] = (float)((even - odd) * unit);
                picture[row] = (float)((even + odd) * unit);
            }
        }

        private void InvertWide(int[] places, int[] coefficients, int count, double unit, float[] picture, int at, int step)
        {
            unchecked
            {
                if (half == null)
                    half = new long[width * height];
                if (exact == null)
                    exact = new long[width * height];
                Array.Clear(half, 0, half.Length);
                Array.Clear(exact, 0, exact.Length);
                for (int i = 0; i < count; i++)
                {
                    long c = coefficients[i];
                    int u = rowOf[places[i]], v = places[i] - u * width;
                    for (int y = 0; y < height; y++)
                        half[v * height + y] += c * vertical[u * height + y];
                }
                for (int i = 0; i < half.Length; i++)
                {
                    long c = half[i];
                    int v = i / height, row = (i - v * height) * width;
                    for (int x = 0; x < width && c != 0; x++)
                        exact[row + x] += c * horizontal[v * width + x];
                }
                for (int i = 0; i < exact.Length; i++, at += step)
                    picture[at] = (float)(exact[i] * unit);
            }
        }

        private static double[] Halves(long[] waves, int n, int stride)
        {
            double[] halves = new double[n * stride];
            for (int u = 0; u < n; u++)
            {
                for (int x = 0; x < (n + 1) / 2; x++)
                    halves[u * stride + x] = waves[u * n + x];
            }
            return halves;
        }

        private static long Greatest(long[] waves)
        {
            long greatest = 1;
            foreach (long wave in waves)
                greatest = Math.Max(greatest, Math.Abs(wave));
            return greatest;
        }
    }
}
