namespace NNCompress.Runtime
{
    /// <summary>What the context model of levels leaves: low bits of magnitudes, and how far large ones go on. FORMAT.md has the definition.</summary>
    sealed class LevelRest
    {
        private readonly uint[] prefix = AdaptiveBit.Array(32);
        private readonly uint[] low = AdaptiveBit.Array(3 * 8);
        private readonly uint[] lowSign = AdaptiveBit.Array(1);
        private readonly int shift;

        /// <param name="shift">Low bits of a magnitude.</param>
        public LevelRest(int shift)
        {
            this.shift = shift;
        }

        /// <summary>Codes a level whose magnitude is low bits alone.</summary>
        /// <param name="coder">To code with.</param>
        /// <param name="magnitude">Of the level.</param>
        /// <param name="negative">1 where the level is below zero.</param>
        /// <returns>The level.</returns>
        public int OnlyLowBits<TCoder>(ref TCoder coder, int magnitude, int negative)
            where TCoder : struct, IBinaryCoder
        {
            magnitude = LowBits(ref coder, magnitude, 0);
            return magnitude != 0 && AdaptiveBit.Code(ref coder, ref lowSign[0], negative) != 0 ? -magnitude : magnitude;
        }

        /// <summary>Codes the low bits. The highest two are adaptive, by whether the rest is zero, one or more; the others are even odds.</summary>
        /// <param name="coder">To code with.</param>
        /// <param name="magnitude">Of the level.</param>
        /// <param name="top">The magnitude without its low bits.</param>
        /// <returns>The magnitude.</returns>
        public int LowBits<TCoder>(ref TCoder coder, int magnitude, int top)
            where TCoder : struct, IBinaryCoder
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

        /// <summary>Codes a number from 0: Exp-Golomb of order 0 with an adaptive prefix.</summary>
        /// <param name="coder">To code with.</param>
        /// <param name="rest">The number.</param>
        /// <returns>The number.</returns>
        /// <exception cref="System.IO.InvalidDataException">It is past 2²⁹.</exception>
        public int Escape<TCoder>(ref TCoder coder, int rest)
            where TCoder : struct, IBinaryCoder
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
