namespace NNCompress.Runtime
{
    /// <summary>
    /// The probability of one binary decision, learnt while coding: the mean of two estimates, both averages of what was seen at first,
    /// then one forgets within about 2^5 decisions and the other within about 2^8.
    /// </summary>
    struct AdaptiveBit
    {
        public const int Half = 1 << 15;

        private const int FastLimit = 31;
        private const int SlowLimit = 255;

        // 65536 / (n + 1.5): how far the n-th decision moves the estimate.
        private static readonly ushort[] Rates = MakeRates();

        private ushort fast;
        private ushort slow;
        private byte seen;

        public static AdaptiveBit[] Array(int length)
        {
            AdaptiveBit[] bits = new AdaptiveBit[length];
            for (int i = 0; i < length; i++)
                bits[i].fast = bits[i].slow = Half;
            return bits;
        }

        /// <summary>Codes a decision and learns from it.</summary>
        public int Code<TCoder>(ref TCoder coder, int bit)
            where TCoder : struct, IBinaryCoder
        {
            unchecked
            {
                int one = (fast + slow) >> 1;
                bit = coder.Code(bit, one < 24 ? 24 : one > 65536 - 24 ? 65536 - 24 : one);
                int n = seen;
                int target = bit != 0 ? 65535 : 0;
                fast = (ushort)(fast + (((target - fast) * Rates[n < FastLimit ? n : FastLimit]) >> 16));
                slow = (ushort)(slow + (((target - slow) * Rates[n]) >> 16));
                if (n < SlowLimit)
                    seen = (byte)(n + 1);
                return bit;
            }
        }

        private static ushort[] MakeRates()
        {
            ushort[] rates = new ushort[SlowLimit + 1];
            for (int n = 0; n <= SlowLimit; n++)
                rates[n] = (ushort)(131072 / (2 * n + 3));
            return rates;
        }
    }
}
