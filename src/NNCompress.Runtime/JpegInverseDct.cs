namespace NNCompress.Runtime
{
    /// <summary>
    /// The inverse discrete cosine transform of an 8×8 block (ITU-T T.81, A.3.3) in 64-bit integers: the cosines are rounded to 20 bits, nothing else
    /// is rounded before the pixel. Every platform computes the same, nearest to the exact transform.
    /// </summary>
    static partial class JpegInverseDct
    {
        // cos(kπ/16) / 2 in units of 2^-20; Ck is also what the flat term (k = 0) is scaled by for k = 4.
        const long C1 = 514214, C2 = 484379, C3 = 435930, C4 = 370728, C5 = 291279, C6 = 200636, C7 = 102284;
        const int Bits = 40;

        /// <summary>Writes the visible part of a block's pixels, level-shifted by 128 and clamped to 0–255.</summary>
        /// <param name="block">64 dequantised coefficients, row by row, each within ±32,768.</param>
        /// <param name="work">Scratch of 64.</param>
        /// <param name="pixels">The picture.</param>
        /// <param name="at">Index of the block's first pixel.</param>
        /// <param name="stride">Pixels from one row to the next.</param>
        /// <param name="columns">1 to 8 columns to write.</param>
        /// <param name="rows">1 to 8 rows to write.</param>
        public static void Transform(int[] block, long[] work, byte[] pixels, int at, int stride, int columns, int rows)
        {
            for (int u = 0; u < 8; u++)
                Column(block, u, work);
            for (int y = 0; y < rows; y++)
                Row(work, y * 8, pixels, at + y * stride, columns);
        }

        static void Column(int[] x, int u, long[] o)
        {
            if ((x[u + 8] | x[u + 16] | x[u + 24] | x[u + 32] | x[u + 40] | x[u + 48] | x[u + 56]) == 0)
            {
                long flat = C4 * x[u];
                for (int y = 0; y < 64; y += 8)
                    o[u + y] = flat;
                return;
            }
            long a = C4 * ((long)x[u] + x[u + 32]), b = C4 * ((long)x[u] - x[u + 32]);
            long c = C2 * x[u + 16] + C6 * x[u + 48], d = C6 * x[u + 16] - C2 * x[u + 48];
            long x1 = x[u + 8], x3 = x[u + 24], x5 = x[u + 40], x7 = x[u + 56];
            long p = C1 * x1 + C3 * x3 + C5 * x5 + C7 * x7;
            long q = C3 * x1 - C7 * x3 - C1 * x5 - C5 * x7;
            long r = C5 * x1 - C1 * x3 + C7 * x5 + C3 * x7;
            long s = C7 * x1 - C5 * x3 + C3 * x5 - C1 * x7;
            o[u] = a + c + p;
            o[u + 56] = a + c - p;
            o[u + 8] = b + d + q;
            o[u + 48] = b + d - q;
            o[u + 16] = b - d + r;
            o[u + 40] = b - d - r;
            o[u + 24] = a - c + s;
            o[u + 32] = a - c - s;
        }

        static void Row(long[] x, int i, byte[] pixels, int at, int columns)
        {
            long a = C4 * (x[i] + x[i + 4]), b = C4 * (x[i] - x[i + 4]);
            long c = C2 * x[i + 2] + C6 * x[i + 6], d = C6 * x[i + 2] - C2 * x[i + 6];
            long x1 = x[i + 1], x3 = x[i + 3], x5 = x[i + 5], x7 = x[i + 7];
            long p = C1 * x1 + C3 * x3 + C5 * x5 + C7 * x7;
            long q = C3 * x1 - C7 * x3 - C1 * x5 - C5 * x7;
            long r = C5 * x1 - C1 * x3 + C7 * x5 + C3 * x7;
            long s = C7 * x1 - C5 * x3 + C3 * x5 - C1 * x7;
            x[i] = a + c + p;
            x[i + 7] = a + c - p;
            x[i + 1] = b + d + q;
            x[i + 6] = b + d - q;
            x[i + 2] = b - d + r;
            x[i + 5] = b - d - r;
            x[i + 3] = a - c + s;
            x[i + 4] = a - c - s;
            for (int k = 0; k < columns; k++)
            {
                long pixel = 128 + ((x[i + k] + (1L << (Bits - 1))) >> Bits);
                pixels[at + k] = pixel < 0 ? (byte)0 : pixel > 255 ? (byte)255 : (byte)pixel;
            }
        }
    }
}
