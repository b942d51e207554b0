using System.Runtime.CompilerServices;

namespace NNCompress.Runtime
{
    /// <summary>
    /// The context model of quantised weights: a matrix of integer levels, scanned row by row. Two estimates of every decision (by the scale of
    /// row and column, and by what the neighbours predict) are mixed in the logistic domain; where little is expected, one decision passes over a
    /// block of zeros. FORMAT.md has the definition.
    /// </summary>
    sealed partial class LevelModel<TCoder>
        where TCoder : struct, IBinaryCoder
    {
        public const int MaxLevel = 1 << 28;
        public const int MaxShift = 15;

        private const int Unary = 15;

        // Kinds of decisions: zero, greater than 1 … 15, a block of zeros, zero while such a block still lacks what it must have. Each has its own estimates
        // and weights.
        private const int BlockKind = 1 + Unary;
        private const int SearchKind = BlockKind + 1;
        private const int Kinds = SearchKind + 1;
        private const int Stride = LevelContext.Stride;
        private const int Scales = ScaleClasses.Count * Stride;
        private const int Predictions = (ScaleClasses.Predictions + Neighbourhood.BlockLength - 1) * Stride;
        private const int Sets = LevelContext.Sets;
        private const int Signs = 3;
        private const int Limit = 255;

        // Where a block's magnitudes are expected to add up to less than this (1 in 16.16), whether it is all zeros comes first.
        private const int SparseBlock = 1 << 16;
        private const int StartWeight = 39000;

        private static readonly Spare<uint[]> ScaleSpares = new Spare<uint[]>();
        private static readonly Spare<uint[]> PredictionSpares = new Spare<uint[]>();

        private readonly uint[] byScale = ScaleSpares.Take() ?? new uint[Kinds * Scales];
        private readonly uint[] byPrediction = PredictionSpares.Take() ?? new uint[Kinds * Predictions];
        private readonly Mix[] mixes = new Mix[Kinds * Sets];
        private readonly uint[] signs = AdaptiveBit.Array(ScaleClasses.Predictions * Signs);
        private readonly LevelRest rest;

        private readonly int shift;
        private readonly int columns;
        private readonly Neighbourhood near;
        private readonly int[] places;
        private int count;
        private TCoder coder;

        /// <param name="coder">The end of the arithmetic coder to work with.</param>
        /// <param name="columns">Length of a row.</param>
        /// <param name="shift">Low bits of a magnitude that are coded apart: 0 to 15.</param>
        /// <param name="lag">Distance in a row at which weights resemble each other, such as the width of a picture; 0 for none.</param>
        /// <param name="taps">Of the linear prediction, in 1/64: 9 with a lag, 6 without; null for none.</param>
        public LevelModel(TCoder coder, int columns, int shift, int lag, sbyte[] taps)
        {
            this.coder = coder;
            this.columns = columns;
            this.shift = shift;
            rest = new LevelRest(shift);
            near = new Neighbourhood(columns, lag, taps);
            places = new int[columns];
            AdaptiveBit.Reset(byScale);
            AdaptiveBit.Reset(byPrediction);
            for (int i = 0; i < mixes.Length; i++)
                mixes[i].First = mixes[i].Second = StartWeight;
        }

        public TCoder Coder
        {
            get { return coder; }
        }

        /// <summary>Columns of the row's levels that are not zero, in ascending order; <see cref="Count"/> of them.</summary>
        public int[] Places
        {
            get { return places; }
        }

        /// <summary>How many levels of the row are not zero.</summary>
        public int Count
        {
            get { return count; }
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
            count = 0;
            int before = 0;
            for (int first = 0; first < columns; first += Neighbourhood.BlockLength)
            {
                if (first > 0)
                    near.EndBlock();
                int end = first + Neighbourhood.BlockLength;
                if (end > columns)
                    end = columns;
                int expected = near.ExpectedSum(first, end);
                int column = expected < SparseBlock ? Sparse(levels, offset, first, end, expected, before) : first;
                if (column < end)
                    Block(levels, offset, column, end);
                before = near.BlockSum;
            }
            near.EndRow();
        }

        /// <summary>Codes a block in which little is expected, up to its first level that is not zero.</summary>
        /// <returns>Where to go on.</returns>
        private int Sparse(int[] levels, int offset, int first, int end, int expected, int before)
        {
            unchecked
            {
                int zeros = 1;
                for (int column = first; column < end; column++)
                    zeros = Magnitude(levels[offset + column]) >> shift == 0 ? zeros : 0;
                int scale = BlockKind * Scales + ScaleClasses.Of(near.MeanSum(first, end)) * Stride + near.RowClass;
                int recent = before < ScaleClasses.Predictions ? before : ScaleClasses.Predictions - 1;
                int prediction = BlockKind * Predictions + recent * Stride + ScaleClasses.Of(expected);
                zeros = Decide(scale, prediction, Set(BlockKind, before == 0 ? 0 : before < 3 ? 1 : 2), zeros);
                if (zeros == 0)
                    return Search(levels, offset, first, end);
                for (int column = first; column < end && shift != 0; column++)
                    levels[offset + column] = OnlyLowBits(levels[offset + column], column);
                return end;
            }
        }

        /// <summary>Codes a block that is not all zeros up to its first level that is not zero, which its last place needs not be asked for.</summary>
        private int Search(int[] levels, int offset, int column, int end)
        {
            unchecked
            {
                for (; ; column++)
                {
                    LevelContext at = new LevelContext(near.Expected[column], near.RowTerm, near.ColumnClasses[column], near.RowClass);
                    int level = levels[offset + column];
                    int left = end - 1 - column;
                    int prediction = SearchKind * Predictions + (ScaleClasses.Predictions - 1 + left) * Stride + at.Expected;
                    int set = Set(SearchKind, left > 5 ? 0 : left > 2 ? 1 : left > 1 ? 2 : 3);
                    if (left == 0 || Decide(SearchKind * Scales + at.Scale, prediction, set, Magnitude(level) >> shift == 0 ? 1 : 0) == 0)
                    {
                        levels[offset + column] = NotZero(level, column, at);
                        return column + 1;
                    }
                    if (shift != 0)
                        levels[offset + column] = OnlyLowBits(level, column);
                }
            }
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
                    LevelContext at = new LevelContext(expected[column], rowTerm, columnClasses[column], rowClass);
                    int level = levels[offset + column];
                    if (Decide(at.Scale, at.Prediction, at.Set, Magnitude(level) >> shift == 0 ? 1 : 0) == 0)
                        levels[offset + column] = NotZero(level, column, at);
                    else if (shift != 0)
                        levels[offset + column] = OnlyLowBits(level, column);
                }
            }
        }

        private static int Set(int kind, int set)
        {
            return kind * Sets + set;
        }

        private static int Magnitude(int level)
        {
            return level < 0 ? -level : level;
        }

        // Kept out of the loop over zeros, which is the better for its shortness.
        [MethodImpl(MethodImplOptions.NoInlining)]
        private int NotZero(int level, int column, LevelContext at)
        {
            unchecked
            {
                int magnitude = Magnitude(level);
                int top = magnitude >> shift;
                int value = 1;
                int scale = at.Scale + Scales, prediction = at.Prediction + Predictions, set = at.Set + Sets;
                while (value <= Unary && Decide(scale, prediction, set, top > value ? 1 : 0) != 0)
                {
                    value++;
                    scale += Scales;
                    prediction += Predictions;
                    set += Sets;
                }
                int negative = Sign(level < 0 ? 1 : 0, at, value);
                if (value > Unary)
                    value += rest.Escape(ref coder, top - value);
                places[count++] = column;
                near.Add(column, value > Neighbourhood.Cap ? Neighbourhood.Cap : value, negative);
                if (shift != 0)
                    value = rest.LowBits(ref coder, magnitude, value);
                return (value ^ -negative) + negative;
            }
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private int Decide(int scale, int prediction, int set, int bit)
        {
            unchecked
            {
                ref uint first = ref byScale[scale];
                ref uint second = ref byPrediction[prediction];
                ref Mix mix = ref mixes[set];
                int a = Logistic.Logit(first >> 20);
                int b = Logistic.Logit(second >> 20);
                int one = Logistic.Probability((int)(((long)mix.First * a + (long)mix.Second * b) >> 16));
                bit = coder.Code(bit, one);
                int error = ((bit << 16) - one) * 8;
                mix.First += (a * error + (1 << 17)) >> 18;
                mix.Second += (b * error + (1 << 17)) >> 18;
                AdaptiveBit.Learn(ref first, bit, Limit);
                AdaptiveBit.Learn(ref second, bit, Limit);
                return bit;
            }
        }

        /// <summary>Whether a level is negative, by whether its sign is other than the predicted one's; even odds where nothing is predicted.</summary>
        private int Sign(int negative, LevelContext at, int value)
        {
            unchecked
            {
                if (at.Predicted == 0)
                    return coder.CodeUnforeseen(negative, 1 << 15);
                ref uint sign = ref signs[at.Predicted * Signs + (value < Signs ? value : Signs) - 1];
                int other = coder.CodeUnforeseen(negative ^ at.Flip, AdaptiveBit.Clamp((int)(sign >> 16)));
                AdaptiveBit.Learn(ref sign, other, Limit);
                return other ^ at.Flip;
            }
        }

        private int OnlyLowBits(int level, int column)
        {
            level = rest.OnlyLowBits(ref coder, Magnitude(level), level < 0 ? 1 : 0);
            if (level != 0)
                places[count++] = column;
            return level;
        }

        /// <summary>Weights of the two estimates, 1 in 65536.</summary>
        private struct Mix
        {
            public int First;
            public int Second;
        }
    }
}
