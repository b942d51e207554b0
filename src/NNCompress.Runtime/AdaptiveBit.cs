using System.Runtime.CompilerServices;

namespace NNCompress.Runtime
{
    /// <summary>
    /// The probability of one binary decision, learnt while coding: the mean of what was seen, then an average that forgets slowly.
    /// One number holds it: 22 bits of probability above 10 bits that count decisions.
    /// </summary>
    static class AdaptiveBit
    {
        public const uint Start = 1u << 31;

        /// <summary>The least and greatest probability that is coded, in 1/65536; it bounds how much a byte can decode to.</summary>
        public const int Least = 24;

        private const int MaxCount = 1023;

        // 65536 / (n + 1.5): how far the n-th decision moves the estimate.
        private static readonly int[] Rates = MakeRates();

        public static uint[] Array(int length)
        {
            uint[] bits = new uint[length];
            Reset(bits);
            return bits;
        }

        public static void Reset(uint[] bits)
        {
#if NET
            System.Array.Fill(bits, Start);
#else
            for (int i = 0; i < bits.Length; i++)
                bits[i] = Start;
#endif
        }

        /// <summary>Moves the estimate towards a decision that was seen.</summary>
        /// <param name="state">The estimate.</param>
        /// <param name="bit">The decision.</param>
        /// <param name="limit">The count at which averaging turns into forgetting, at most 1023.</param>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static void Learn(ref uint state, int bit, int limit)
        {
            unchecked
            {
                uint old = state;
                int n = (int)(old & MaxCount);
                int probability = (int)(old >> 10);
                int target = -bit & ((1 << 22) - 1);
                probability += (int)(((long)(target - probability) * Rates[n]) >> 16);
                state = ((uint)probability << 10) + (uint)n + ((uint)(n - limit) >> 31);
            }
        }

        /// <summary>65536 / (n + 1.5): how far the n-th sample moves a mean; n is at most 1023.</summary>
        public static int Rate(int n)
        {
            return Rates[n];
        }

        /// <summary>Codes a decision by this estimate alone, and learns from it.</summary>
        public static int Code<TCoder>(ref TCoder coder, ref uint state, int bit)
            where TCoder : struct, IBinaryCoder
        {
            bit = coder.Code(bit, Clamp((int)(state >> 16)));
            Learn(ref state, bit, 127);
            return bit;
        }

        public static int Clamp(int probability)
        {
            return probability < Least ? Least : probability > 65536 - Least ? 65536 - Least : probability;
        }

        private static int[] MakeRates()
        {
            int[] rates = new int[MaxCount + 1];
            for (int n = 0; n <= MaxCount; n++)
                rates[n] = 131072 / (2 * n + 3);
            return rates;
        }
    }
}
