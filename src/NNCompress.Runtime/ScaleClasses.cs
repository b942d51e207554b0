namespace NNCompress.Runtime
{
    /// <summary>Expected magnitudes (16.16 fixed point, below 256) in classes of half an octave.</summary>
    static class ScaleClasses
    {
        public const int Count = 27;

        // Below 1/32 is class 0; the steps are at 1 and 1.5 times the powers of two.
        private static readonly byte[] Small = Make(6);
        private static readonly byte[] Large = Make(14);

        public static int Of(int magnitude)
        {
            return magnitude < 1 << 16 ? Small[magnitude >> 6] : Large[magnitude >> 14];
        }

        /// <summary>A magnitude inside the class, 16.16.</summary>
        public static int Typical(int index)
        {
            return index == 0 ? 1 << 10 : ((index - 1) % 2 == 0 ? 5 << 9 : 7 << 9) << ((index - 1) / 2);
        }

        private static byte[] Make(int shift)
        {
            byte[] table = new byte[1024];
            for (int i = 0; i < table.Length; i++)
            {
                int rest = (i << shift) >> 10;
                int index = 0;
                // rest counts 1/64: 2 is 1/32.
                while (rest > 3)
                {
                    rest >>= 1;
                    index += 2;
                }
                index = rest < 2 ? 0 : index + rest - 1;
                table[i] = (byte)(index < Count ? index : Count - 1);
            }
            return table;
        }
    }
}
