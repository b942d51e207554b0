using System;

namespace NNCompress.Runtime
{
    /// <summary>
    /// What the levels already coded say about the next. Every level that is not zero adds its share to what is expected of the places that it
    /// is a neighbour of, so that zeros, most of all levels, cost nothing. FORMAT.md has the definition.
    /// </summary>
    sealed class Neighbourhood
    {
        public const int Cap = 255;
        public const int BlockLength = 8;

        /// <summary>Taps of the prediction with a lag, and without.</summary>
        public const int LagTaps = 9, PlainTaps = 6;

        private const int ColumnMemory = 64;
        private const int OverallMemory = 1024;

        private static readonly int[] BlockRates = MakeBlockRates();

        private readonly int columns;
        private readonly int[] columnMeans;

        // Places in the row, counted from a level's own, and its share in them: for a level of 1, then for one of -1.
        private readonly int[] places;
        private readonly long[] shares;
        private readonly long[] below;
        private readonly long[] below2;

        private long[] expected;
        private long[] expectedBelow;
        private long[] expectedBelow2;
        private int rowsDone;
        private int rate;
        private int overall;
        private long seen;
        private int rowMean;
        private int blockSum;
        private long rowSum;
        private int blocksDone;

        /// <param name="columns">Length of a row.</param>
        /// <param name="lag">Distance in a row at which levels resemble each other, or 0.</param>
        /// <param name="taps">Of the prediction, in 1/64; null for none.</param>
        public Neighbourhood(int columns, int lag, sbyte[] taps)
        {
            this.columns = columns;
            int[] tap = new int[LagTaps];
            for (int i = 0; taps != null && i < taps.Length; i++)
                tap[i] = taps[i];
            int unit;
            int[] counts;
            int[] signed;
            if (lag > 0)
            {
                unit = 1282;
                places = new[] { 1, 2, 3, 4, lag, lag - 1, lag + 1, 2 * lag };
                counts = new[] { 4, 2, 1, 1, 4, 2, 2, 2 };
                signed = new[] { tap[0], tap[1], tap[2], 0, tap[5], tap[6], tap[7], tap[8] };
            }
            else
            {
                unit = 2383;
                places = new[] { 1, 2, 3, 4 };
                counts = new[] { 4, 2, 1, 1 };
                signed = new[] { tap[0], tap[1], tap[2], tap[5] };
            }
            shares = new long[2 * places.Length];
            for (int i = 0; i < places.Length; i++)
            {
                shares[i] = Share(signed[i], counts[i] * unit);
                shares[places.Length + i] = Share(-signed[i], counts[i] * unit);
            }
            below = new[] { Share(tap[3], 2 * unit), Share(-tap[3], 2 * unit) };
            below2 = new[] { Share(tap[4], unit), Share(-tap[4], unit) };
            columnMeans = new int[columns];
            ColumnClasses = new byte[columns];
            int length = columns + 2 * lag + 5;
            expected = new long[length];
            expectedBelow = new long[length];
            expectedBelow2 = new long[length];
        }

        /// <summary>
        /// For each place of the row: the prediction in 1/64 in the high 32 bits, and in the low ones the expected magnitude, 16.16, but for
        /// <see cref="RowTerm"/>.
        /// </summary>
        public long[] Expected
        {
            get { return expected; }
        }

        /// <summary>Class of each column's mean magnitude.</summary>
        public byte[] ColumnClasses { get; private set; }

        public int RowClass
        {
            get { return ScaleClasses.Of(rowMean); }
        }

        /// <summary>The row's part in the expected magnitude, 16.16.</summary>
        public int RowTerm
        {
            get { return (int)((rowMean * 9830L) >> 16); }
        }

        /// <summary>Magnitudes of the block so far.</summary>
        public int BlockSum
        {
            get { return blockSum; }
        }

        /// <summary>The expected magnitudes of some columns together, 16.16; with eight of at most 255, far below 2^31.</summary>
        public int ExpectedSum(int first, int end)
        {
            unchecked
            {
                int sum = (end - first) * RowTerm;
                for (int column = first; column < end; column++)
                    sum += (int)expected[column];
                return sum;
            }
        }

        /// <summary>The columns' mean magnitudes together, 16.16.</summary>
        public int MeanSum(int first, int end)
        {
            unchecked
            {
                int sum = 0;
                for (int column = first; column < end; column++)
                    sum += columnMeans[column];
                return sum;
            }
        }

        public void StartRow()
        {
            unchecked
            {
                rate = AdaptiveBit.Rate(rowsDone < ColumnMemory ? rowsDone : ColumnMemory);
                byte[] classes = ColumnClasses;
                int[] means = columnMeans;
                long[] sums = expected;
                for (int c = 0; c < means.Length; c++)
                {
                    int mean = means[c];
                    sums[c] += (mean * 29491L) >> 16;
                    classes[c] = (byte)ScaleClasses.Of(mean);
                    // The row's levels, as they come, add the rest of the new mean.
                    means[c] = mean - (int)(((long)mean * rate) >> 16);
                }
                rowMean = overall;
                rowSum = 0;
                blockSum = 0;
                blocksDone = 0;
            }
        }

        public void EndBlock()
        {
            unchecked
            {
                int weight = BlockRates[blocksDone < BlockRates.Length ? blocksDone : BlockRates.Length - 1];
                rowMean += (int)((((long)blockSum << 13) - rowMean) * weight >> 16);
                rowSum += blockSum;
                blockSum = 0;
                blocksDone++;
            }
        }

        public void EndRow()
        {
            unchecked
            {
                rowSum += blockSum;
                long mean = (rowSum << 16) / columns;
                long weight = ((long)columns << 16) / ((seen < OverallMemory ? seen : OverallMemory) + columns);
                overall += (int)((mean - overall) * weight >> 16);
                seen += columns;
                rowsDone++;
                long[] done = expected;
                Array.Clear(done, 0, done.Length);
                expected = expectedBelow;
                expectedBelow = expectedBelow2;
                expectedBelow2 = done;
            }
        }

        /// <summary>Takes a level that is not zero.</summary>
        /// <param name="column">Its place in the row.</param>
        /// <param name="magnitude">At most <see cref="Cap"/>.</param>
        /// <param name="negative">1 where it is negative.</param>
        public void Add(int column, int magnitude, int negative)
        {
            unchecked
            {
                blockSum += magnitude;
                columnMeans[column] += magnitude * rate;
                long[] sums = expected;
                int[] at = places;
                long[] of = shares;
                int first = -negative & at.Length;
                for (int i = 0; i < at.Length; i++)
                    sums[column + at[i]] += of[first + i] * magnitude;
                expectedBelow[column] += below[negative] * magnitude;
                expectedBelow2[column] += below2[negative] * magnitude;
            }
        }

        private static long Share(int tap, int magnitude)
        {
            return ((long)tap << 32) + magnitude;
        }

        private static int[] MakeBlockRates()
        {
            // 65536 · 8 / (n + 8.5), with n = 3 + levels before, at most 160.
            int[] rates = new int[21];
            for (int i = 0; i < rates.Length; i++)
                rates[i] = (1 << 20) / (2 * Math.Min(3 + BlockLength * i, 160) + 17);
            return rates;
        }
    }
}
