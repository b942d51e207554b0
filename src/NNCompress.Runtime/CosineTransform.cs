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

        // Waves are symmetrical: only their first halves are multiplied. Vectors have 2, 4 or 8 places, and go two by two.
        private const int Padding = 16;

        private readonly int height;
        private readonly int width;
        private readonly int halfHeight;
        private readonly int halfWidth;
        private readonly int stride;
        private readonly long[] vertical;
        private readonly long[] horizontal;
        private readonly double[] verticalHalves;
        private readonly double[] horizontalHalves;
        private readonly double[] evenRows;
        private readonly double[] oddRows;
        private readonly int[] rowOf;
        private readonly bool[] filled;
        private readonly int[] columns;
        private readonly double[] upper;
        private readonly double[] lower;
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
            this.vectors = vectors && Vector.IsHardwareAccelerated && Vector<double>.Count <= Padding / 2;
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
            evenRows = new double[width * halfHeight];
            oddRows = new double[width * halfHeight];
            rowOf = new int[height * width];
            for (int i = 0; i < rowOf.Length; i++)
                rowOf[i] = i / width;
            filled = new bool[width];
            columns = new int[width];
            upper = new double[width];
            lower = new double[width];
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
        /// <param name="places">Where the coefficients stand that are not zero.</param>
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
            AlongColumns(places, coefficients, count);
            int evens = List(0, 0);
            int all = List(1, evens);
            for (int y = 0; y < halfHeight; y++)
            {
                for (int i = 0; i < all; i++)
                {
                    double even = evenRows[columns[i] * halfHeight + y];
                    double odd = oddRows[columns[i] * halfHeight + y];
                    upper[i] = even + odd;
                    lower[i] = even - odd;
                }
                AlongRows(0, evens, 0);
                AlongRows(evens, all, 2 * stride);
                Unfold(0, unit, picture, at + y * width * step, step);
                Unfold(stride, unit, picture, at + (height - 1 - y) * width * step, step);
            }
        }

        // Most coefficients are zero: the others' waves are added up, those of even frequencies apart from those of odd ones.
        private void AlongColumns(int[] places, int[] coefficients, int count)
        {
            Array.Clear(filled, 0, filled.Length);
            for (int i = 0; i < count; i++)
            {
                int u = rowOf[places[i]];
                int v = places[i] - u * width;
                int column = v * halfHeight;
                if (!filled[v])
                {
                    filled[v] = true;
                    Array.Clear(evenRows, column, halfHeight);
                    Array.Clear(oddRows, column, halfHeight);
                }
                double[] rows = (u & 1) == 0 ? evenRows : oddRows;
                double[] waves = verticalHalves;
                double c = coefficients[i];
                int wave = u * halfHeight;
                for (int end = column + halfHeight; column < end; column++, wave++)
                    rows[column] += c * waves[wave];
            }
        }

        /// <summary>Lists frequencies along rows that have coefficients.</summary>
        private int List(int parity, int count)
        {
            for (int v = parity; v < width; v += 2)
            {
                if (filled[v])
                    columns[count++] = v;
            }
            return count;
        }

        /// <summary>Left halves of two rows: sums of the listed waves.</summary>
        private void AlongRows(int from, int to, int target)
        {
#if NET
            if (vectors)
            {
                InVectors(from, to, target);
                return;
            }
#endif
            for (int x = 0; x < halfWidth; x += 2)
            {
                double up0 = 0, up1 = 0, low0 = 0, low1 = 0;
                for (int i = from; i < to; i++)
                {
                    int wave = columns[i] * stride + x;
                    double wave0 = horizontalHalves[wave], wave1 = horizontalHalves[wave + 1];
                    double up = upper[i], low = lower[i];
                    up0 += up * wave0;
                    up1 += up * wave1;
                    low0 += low * wave0;
                    low1 += low * wave1;
                }
                sums[target + x] = up0;
                sums[target + x + 1] = up1;
                sums[target + stride + x] = low0;
                sums[target + stride + x + 1] = low1;
            }
        }

#if NET
        private void InVectors(int from, int to, int target)
        {
            int lanes = Vector<double>.Count;
            for (int x = 0; x < halfWidth; x += 2 * lanes)
            {
                Vector<double> up0 = Vector<double>.Zero, up1 = up0, low0 = up0, low1 = up0;
                for (int i = from; i < to; i++)
                {
                    int wave = columns[i] * stride + x;
                    Vector<double> wave0 = new Vector<double>(horizontalHalves, wave);
                    Vector<double> wave1 = new Vector<double>(horizontalHalves, wave + lanes);
                    Vector<double> up = new Vector<double>(upper[i]);
                    Vector<double> low = new Vector<double>(lower[i]);
                    up0 += up * wave0;
                    up1 += up * wave1;
                    low0 += low * wave0;
                    low1 += low * wave1;
                }
                up0.CopyTo(sums, target + x);
                up1.CopyTo(sums, target + x + lanes);
                low0.CopyTo(sums, target + stride + x);
                low1.CopyTo(sums, target + stride + x + lanes);
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
