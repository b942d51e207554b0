namespace NNCompress.Runtime
{
    /// <summary>
    /// The context model of quantised weights: a matrix of integer levels, scanned row by row. Three estimates of every decision (by the
    /// scale of row and column, by a linear prediction, and by two neighbours) are mixed in the logistic domain. FORMAT.md has the definition.
    /// </summary>
    sealed partial class LevelModel<TCoder>
        where TCoder : struct, IBinaryCoder
    {
        public const int MaxLevel = 1 << 28;
        public const int MaxShift = 15;

        private const int Unary = 15;
        private const int Bins = 2 + 2 * Unary;
        private const int Zero = 0;
        private const int Sign = 1;
        private const int Greater = 2;
        private const int Limit = 255;
        private const int StartWeight = 26000;

        private readonly uint[] byScale = AdaptiveBit.Array(ScaleClasses.Count * ScaleClasses.Count * Bins);
        private readonly uint[] byPrediction = AdaptiveBit.Array(9 * ScaleClasses.Count * Bins);
        private readonly uint[] byNeighbours = AdaptiveBit.Array(7 * 7 * Bins);
        private readonly Weights[] weights = new Weights[2 + Unary];
        private readonly uint[] prefix = AdaptiveBit.Array(32);
        private readonly uint[] low = AdaptiveBit.Array(3 * 8);
        private readonly uint[] lowSign = AdaptiveBit.Array(1);

        private readonly int shift;
        private readonly int lag;
        private TCoder coder;

        // The contexts of the level being coded: where each estimate's decisions begin, and whether it sees signs the other way round.
        private int scale;
        private int prediction;
        private int predictionFlip;
        private int neighbours;
        private int neighboursFlip;

        /// <param name="coder">The end of the arithmetic coder to work with.</param>
        /// <param name="shift">Low bits of a magnitude that are coded apart: 0 to 15.</param>
        /// <param name="lag">Distance in a row at which weights resemble each other, such as the width of a picture; 0 for none.</param>
        public LevelModel(TCoder coder, int shift, int lag)
        {
            this.coder = coder;
            this.shift = shift;
            this.lag = lag;
            for (int i = 0; i < weights.Length; i++)
                weights[i].First = weights[i].Second = weights[i].Third = StartWeight;
        }

        public TCoder Coder
        {
            get { return coder; }
        }

        /// <summary>Codes rows × columns levels: an encoder reads them, a decoder writes them.</summary>
        public void Run(int[] levels, int rows, int columns)
        {
            unchecked
            {
                Neighbourhood near = new Neighbourhood(columns, lag);
                for (int r = 0; r < rows; r++)
                {
                    near.StartRow();
                    for (int c = 0; c < columns; c++)
                    {
                        near.Look(c);
                        int expected = ScaleClasses.Of(near.Expected);
                        scale = (ScaleClasses.Of(near.ColumnMean) * ScaleClasses.Count + ScaleClasses.Of(near.RowMean)) * Bins;
                        int predicted = near.PredictionClass(expected);
                        predictionFlip = predicted < 0 ? 1 : 0;
                        prediction = ((predicted < 0 ? -predicted : predicted) * ScaleClasses.Count + expected) * Bins;
                        int pair = Cut(near.Left) * 7 + Cut(near.Other);
                        neighboursFlip = pair < 0 ? 1 : 0;
                        neighbours = (pair < 0 ? -pair : pair) * Bins;
                        int coarse;
                        levels[r * columns + c] = Level(levels[r * columns + c], out coarse);
                        near.Learn(c, coarse);
                    }
                }
            }
        }

        private static int Cut(int level)
        {
            return level > 3 ? 3 : level < -3 ? -3 : level;
        }

        private int Level(int level, out int coarse)
        {
            unchecked
            {
                int magnitude = level < 0 ? -level : level;
                int negative = level < 0 ? 1 : 0;
                coarse = 0;
                if (Decide(Zero, Zero, Zero, Zero, magnitude >> shift == 0 ? 1 : 0, 0) != 0)
                {
                    if (shift == 0)
                        return 0;
                    magnitude = LowBits(magnitude, 0);
                    return magnitude != 0 && AdaptiveBit.Code(ref coder, ref lowSign[0], negative) != 0 ? -magnitude : magnitude;
                }
                negative = Decide(Sign, Sign, Sign, Sign, negative, 1);
                int value = 1;
                int top = magnitude >> shift;
                while (value <= Unary)
                {
                    int bin = Greater + value - 1;
                    int more = Decide(bin, bin, bin + Unary * (negative ^ predictionFlip), bin + Unary * (negative ^ neighboursFlip), top > value ? 1 : 0, 0);
                    if (more == 0)
                        break;
                    value++;
                }
                if (value > Unary)
                    value += Escape(top - value);
                coarse = negative != 0 ? -value : value;
                if (shift > 0)
                    value = LowBits(magnitude, value);
                return negative != 0 ? -value : value;
            }
        }

        /// <summary>Codes a decision by the mixed estimates; those that see signs the other way round say and learn the opposite of a sign.</summary>
        private int Decide(int set, int scaleBin, int predictionBin, int neighboursBin, int bit, int isSign)
        {
            unchecked
            {
                int flipP = isSign & predictionFlip;
                int flipN = isSign & neighboursFlip;
                ref uint first = ref byScale[scale + scaleBin];
                ref uint second = ref byPrediction[prediction + predictionBin];
                ref uint third = ref byNeighbours[neighbours + neighboursBin];
                int a = Logistic.Logit(first >> 20);
                int b = (Logistic.Logit(second >> 20) ^ -flipP) + flipP;
                int c = (Logistic.Logit(third >> 20) ^ -flipN) + flipN;
                ref Weights mix = ref weights[set];
                int one = Logistic.Probability((int)(((long)mix.First * a + (long)mix.Second * b + (long)mix.Third * c) >> 16));
                bit = coder.Code(bit, AdaptiveBit.Clamp(one));
                int error = ((bit << 16) - one) * 5;
                mix.First += (a * error + (1 << 17)) >> 18;
                mix.Second += (b * error + (1 << 17)) >> 18;
                mix.Third += (c * error + (1 << 17)) >> 18;
                AdaptiveBit.Learn(ref first, bit, Limit);
                AdaptiveBit.Learn(ref second, bit ^ flipP, Limit);
                AdaptiveBit.Learn(ref third, bit ^ flipN, Limit);
                return bit;
            }
        }

        // The highest two low bits are adaptive, by whether the rest is zero, one or more; the others are even odds.
        private int LowBits(int magnitude, int top)
        {
            unchecked
            {
                int node = 1;
                int tree = (top > 1 ? 2 : top) * 8;
                int value = top;
                for (int i = shift - 1; i >= 0; i--)
                {
                    int bit = (magnitude >> i) & 1;
                    bit = node < 4 ? AdaptiveBit.Code(ref coder, ref low[tree + node], bit) : coder.Code(bit, 1 << 15);
                    node = node < 4 ? node * 2 + bit : node;
                    value = value * 2 + bit;
                }
                return value;
            }
        }

        // Exp-Golomb of order 0 with an adaptive prefix.
        private int Escape(int rest)
        {
            unchecked
            {
                int length = 0;
                while (AdaptiveBit.Code(ref coder, ref prefix[length], (rest + 1) >> (length + 1) != 0 ? 1 : 0) != 0)
                {
                    length++;
                    if (length > 28)
                        throw NnzError.Damaged("a quantised level is out of range");
                }
                int value = 1;
                for (int i = length - 1; i >= 0; i--)
                    value = value * 2 + coder.Code(((rest + 1) >> i) & 1, 1 << 15);
                return value - 1;
            }
        }

        /// <summary>What the three estimates count in a mix, 1/65536.</summary>
        private struct Weights
        {
            public int First;
            public int Second;
            public int Third;
        }
    }
}
