namespace NNCompress.Runtime
{
    /// <summary>
    /// An estimate whose logit is at hand, for mixing: an <see cref="AdaptiveBit"/> in the low 32 bits, its logit above. The logit is looked
    /// up when the estimate learns, off the path between one decision and the next.
    /// </summary>
    static class Estimate
    {
        private const int Limit = 255;

        public static void Reset(long[] estimates)
        {
            long start = WithLogit(AdaptiveBit.Start);
#if NET
            System.Array.Fill(estimates, start);
#else
            for (int i = 0; i < estimates.Length; i++)
                estimates[i] = start;
#endif
        }

        public static long Learn(long estimate, int bit)
        {
            uint state = unchecked((uint)estimate);
            AdaptiveBit.Learn(ref state, bit, Limit);
            return WithLogit(state);
        }

        private static long WithLogit(uint state)
        {
            return ((long)Logistic.Logit(state >> 20) << 32) | state;
        }
    }
}
