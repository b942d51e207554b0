namespace NNCompress.Runtime
{
    /// <summary>What the levels already coded say about the next: magnitudes and a signed prediction.</summary>
    sealed class Neighbourhood
    {
        private const int Cap = 255;
        private const int Taps = 10;
        private const int Margin = 4;
        private const int ColumnMemory = 64;
        private const int RowMemory = 96;
        private const int MaxWeight = 1 << 17;

        private readonly int lag;
        private readonly int columns;
        private readonly int[] columnMeans;
        private readonly int[] taps = new int[Taps];
        private readonly int[] inputs = new int[Taps];

        // Three rows of levels, cut to ±255, with zeros before the first column.
        private readonly int origin;
        private int[] row;
        private int[] above;
        private int[] above2;
        private int rowsDone = -1;
        private int rowMean;
        private int overall;
        private int energy;
        private int predicted;

        public Neighbourhood(int columns, int lag)
        {
            this.columns = columns;
            this.lag = lag;
            origin = 2 * lag + Margin;
            columnMeans = new int[columns];
            row = new int[origin + columns];
            above = new int[origin + columns];
            above2 = new int[origin + columns];
        }

        /// <summary>Running mean of magnitudes, 16.16.</summary>
        public int ColumnMean { get; private set; }

        public int RowMean
        {
            get { return rowMean; }
        }

        /// <summary>A weighted mean of near magnitudes and both running means, 16.16.</summary>
        public int Expected { get; private set; }

        public int Left { get; private set; }

        /// <summary>The level one lag before, or the one above where there is no lag.</summary>
        public int Other { get; private set; }

        public void StartRow()
        {
            rowsDone++;
            int[] oldest = above2;
            above2 = above;
            above = row;
            row = oldest;
            rowMean = overall;
        }

        public void Look(int column)
        {
            unchecked
            {
                int at = origin + column;
                int[] x = inputs;
                x[0] = row[at - 1];
                x[1] = row[at - 2];
                x[2] = row[at - 3];
                x[3] = above[at];
                x[4] = above2[at];
                int near = 2 * Abs(x[0]) + Abs(x[1]) + 2 * Abs(x[3]) + Abs(x[4]);
                int share = 4369;
                if (lag > 0)
                {
                    x[5] = row[at - lag];
                    x[6] = row[at - lag + 1];
                    x[7] = row[at - lag - 1];
                    x[8] = row[at - 2 * lag];
                    x[9] = row[at - lag + 2];
                    near += 2 * Abs(x[5]) + Abs(x[6]) + Abs(x[7]);
                    share = 2621;
                }
                else
                {
                    x[5] = row[at - 4];
                }
                int sum = 0;
                int squares = 1;
                for (int i = 0; i < x.Length; i++)
                {
                    sum += taps[i] * x[i];
                    squares += x[i] * x[i];
                }
                predicted = sum >> 12;
                energy = squares;
                Left = x[0];
                Other = lag > 0 ? x[5] : x[3];
                ColumnMean = columnMeans[column];
                Expected = near * share + (int)(((2L * ColumnMean + rowMean) * 13107) >> 16);
            }
        }

        /// <summary>The prediction in quarters of the expected magnitude: -8 to 8.</summary>
        public int PredictionClass(int expectedClass)
        {
            unchecked
            {
                int quarters = (int)(((long)predicted * Reciprocals[expectedClass] + (1 << 15)) >> 16);
                return quarters > 8 ? 8 : quarters < -8 ? -8 : quarters;
            }
        }

        /// <summary>Takes the level that came.</summary>
        public void Learn(int column, int level)
        {
            unchecked
            {
                int cut = level > Cap ? Cap : level < -Cap ? -Cap : level;
                row[origin + column] = cut;
                int gain = (cut * 16 - predicted) * 10486 / energy;
                if (gain != 0)
                {
                    for (int i = 0; i < taps.Length; i++)
                    {
                        int tap = taps[i] + ((gain * inputs[i]) >> 8);
                        taps[i] = tap > MaxWeight ? MaxWeight : tap < -MaxWeight ? -MaxWeight : tap;
                    }
                }
                int magnitude = Abs(cut) << 16;
                columnMeans[column] += (int)(((long)(magnitude - columnMeans[column]) * Rate(rowsDone, ColumnMemory)) >> 16);
                rowMean += (int)(((long)(magnitude - rowMean) * Rate(column + 3, RowMemory)) >> 16);
                overall += (int)(((long)(magnitude - overall) * Rate((long)rowsDone * columns + column, 1023)) >> 16);
            }
        }

        private static readonly int[] Reciprocals = MakeReciprocals();

        private static int[] MakeReciprocals()
        {
            // predicted counts 1/16: quarters = predicted / 16 · 4 / typical.
            int[] table = new int[ScaleClasses.Count];
            for (int i = 0; i < table.Length; i++)
            {
                int typical = ScaleClasses.Typical(i);
                table[i] = (int)((1L << 30) / (typical < 6554 ? 6554 : typical));
            }
            return table;
        }

        private static int Rate(long seen, int memory)
        {
            int n = seen < memory ? (int)seen : memory;
            return 131072 / (2 * n + 3);
        }

        private static int Abs(int value)
        {
            return value < 0 ? -value : value;
        }
    }
}
