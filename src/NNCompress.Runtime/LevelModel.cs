using System.Runtime.CompilerServices;

namespace NNCompress.Runtime
{
    /// <summary>
    /// The context model of quantised weights: a matrix of integer levels, scanned row by row. Two estimates of every decision (by the scale of
    /// row and column, and by what the neighbours predict) are mixed in the logistic domain. FORMAT.md has the definition.
    /// </summary>
    sealed partial class LevelModel<TCoder>
        where TCoder : struct, IBinaryCoder
    {
        public const int MaxLevel = 1 << 28;
        public const int MaxShift = 15;

        private const int Unary = 15;

        // Kinds of decisions: zero, greater than 1 … 15, then signs of magnitudes 1, 2 and more. Each has its own estimates and weights.
        private const int SignKind = 1 + Unary;
        private const int Kinds = SignKind + 3;
        private const int Stride = 32;
        private const int Scales = ScaleClasses.Count * Stride;
        private const int Predictions = ScaleClasses.Predictions * Stride;
        private const int WeightSets = 4;
        private const int StartWeight = 39000;

        private static readonly Spare<long[]> ScaleSpares = new Spare<long[]>();
        private static readonly Spare<long[]> PredictionSpares = new Spare<long[]>();

        private readonly long[] byScale = ScaleSpares.Take() ?? new long[Kinds * Scales];
        private readonly long[] byPrediction = PredictionSpares.Take() ?? new long[Kinds * Predictions];
        private readonly int[] weights = new int[Kinds * WeightSets * 2];
        private readonly uint[] prefix = AdaptiveBit.Array(32);
        private readonly uint[] low = AdaptiveBit.Array(3 * 8);
        private readonly uint[] lowSign = AdaptiveBit.Array(1);

        private readonly int shift;
        private readonly int columns;
        private readonly Neighbourhood near;
        private TCoder coder;

        /// <param name="coder">The end of the arithmetic coder to work with.</param>
        /// <param name="columns">Length of a row.</param>
        /// <param name="shift">Low bits of a magnitude that are coded apart: 0 to 15.</param>
        /// <param name="lag">Distance in a row at which weights resemble each other, such as the width of a picture; 0 for none.</param>
        /// <param name="taps">Of the linear prediction, in 1/64: 10 with a lag, 6 without; null for none.</param>
        public LevelModel(TCoder coder, int columns, int shift, int lag, sbyte[] taps)
        {
            this.coder = coder;
            this.columns = columns;
            this.shift = shift;
            near = new Neighbourhood(columns, lag, taps);
            Estimate.Reset(byScale);
            Estimate.Reset(byPrediction);
            for (int i = 0; i < weights.Length; i++)
                weights[i] = StartWeight;
        }

        public TCoder Coder
        {
            get { return coder; }
        }

        /// <summary>Gives the model's memory to the next one; then it can no longer be run.</summary>
        public void Release()
        {
            ScaleSpares.Give(byScale);
            PredictionSpares.Give(byPrediction);
        }

        /// <summary>Codes the next row: an encoder reads the levels, a decoder writes those that are not zero over zeros.</summary>
        public void Row(int[] levels, int offset)
        {
            near.StartRow();
            for (int first = 0; first < columns; first += Neighbourhood.BlockLength)
            {
                if (first > 0)
                    near.EndBlock();
                int end = first + Neighbourhood.BlockLength;
                Block(levels, offset, first, end < columns ? end : columns);
            }
            near.EndRow();
        }

        private void Block(int[] levels, int offset, int column, int end)
        {
            unchecked
            {
                long[] expected = near.Expected;
                byte[] columnClasses = near.ColumnClasses;
                int rowTerm = near.RowTerm;
                int rowClass = near.RowClass;
                for (; column < end; column++)
                {
                    long sums = expected[column];
                    int predicted = (int)(sums >> 32);
                    int flip = predicted >> 31;
                    int predictedClass = ScaleClasses.OfPrediction((predicted ^ flip) - flip);
                    int scale = columnClasses[column] * Stride + rowClass;
                    int prediction = predictedClass * Stride + ScaleClasses.Of((int)sums + rowTerm);
                    int set = (predictedClass < WeightSets ? predictedClass : WeightSets - 1) * 2;
                    int level = levels[offset + column];
                    if (Decide(scale, prediction, set, Magnitude(level) >> shift == 0 ? 1 : 0) == 0)
                        levels[offset + column] = NotZero(level, column, scale, prediction, set, -flip);
                    else if (shift != 0)
                        levels[offset + column] = OnlyLowBits(level);
                }
            }
        }

        private static int Magnitude(int level)
        {
            return level < 0 ? -level : level;
        }

        // Kept out of the loop over zeros, which is the better for its shortness.
        [MethodImpl(MethodImplOptions.NoInlining)]
        private int NotZero(int level, int column, int scale, int prediction, int set, int flip)
        {
            unchecked
            {
                int magnitude = Magnitude(level);
                int top = magnitude >> shift;
                int value = 1;
                int scaleAt = scale + Scales, predictionAt = prediction + Predictions, weightsAt = set + 2 * WeightSets;
                while (value <= Unary && Decide(scaleAt, predictionAt, weightsAt, top > value ? 1 : 0) != 0)
                {
                    value++;
                    scaleAt += Scales;
                    predictionAt += Predictions;
                    weightsAt += 2 * WeightSets;
                }
                int kind = SignKind + (value < 3 ? value - 1 : 2);
                int negative = DecideSign(scale + kind * Scales, prediction + kind * Predictions, set + kind * 2 * WeightSets, level < 0 ? 1 : 0, flip);
                if (value > Unary)
                    value += Escape(top - value);
                near.Add(column, value > Neighbourhood.Cap ? Neighbourhood.Cap : value, negative);
                if (shift != 0)
                    value = LowBits(magnitude, value);
                return (value ^ -negative) + negative;
            }
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private int Decide(int scale, int prediction, int set, int bit)
        {
            unchecked
            {
                long first = byScale[scale];
                long second = byPrediction[prediction];
                int a = (int)(first >> 32);
                int b = (int)(second >> 32);
                int wa = weights[set];
                int wb = weights[set + 1];
                int one = Logistic.Probability((int)(((long)wa * a + (long)wb * b) >> 16));
                bit = coder.Code(bit, one);
                int error = ((bit << 16) - one) * 8;
                weights[set] = wa + ((a * error + (1 << 17)) >> 18);
                weights[set + 1] = wb + ((b * error + (1 << 17)) >> 18);
                byScale[scale] = Estimate.Learn(first, bit);
                byPrediction[prediction] = Estimate.Learn(second, bit);
                return bit;
            }
        }

        /// <summary>As other decisions; but the second estimate counts whether the sign is other than the predicted one's.</summary>
        private int DecideSign(int scale, int prediction, int set, int bit, int flip)
        {
            unchecked
            {
                long first = byScale[scale];
                long second = byPrediction[prediction];
                int a = (int)(first >> 32);
                int b = ((int)(second >> 32) ^ -flip) + flip;
                int wa = weights[set];
                int wb = weights[set + 1];
                int one = Logistic.Probability((int)(((long)wa * a + (long)wb * b) >> 16));
                bit = coder.CodeUnforeseen(bit, one);
                int error = ((bit << 16) - one) * 8;
                weights[set] = wa + ((a * error + (1 << 17)) >> 18);
                weights[set + 1] = wb + ((b * error + (1 << 17)) >> 18);
                byScale[scale] = Estimate.Learn(first, bit);
                byPrediction[prediction] = Estimate.Learn(second, bit ^ flip);
                return bit;
            }
        }

        private int OnlyLowBits(int level)
        {
            int magnitude = LowBits(Magnitude(level), 0);
            return magnitude != 0 && AdaptiveBit.Code(ref coder, ref lowSign[0], level < 0 ? 1 : 0) != 0 ? -magnitude : magnitude;
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
    }
}
