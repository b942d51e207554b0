namespace NNCompress.Runtime
{
    /// <summary>Codes the step scales of rows and columns: each index as its difference from the one before.</summary>
    sealed class ScaleIndices
    {
        public const int Max = 63;

        private readonly uint[] equal = AdaptiveBit.Array(2);
        private readonly uint[] sign = AdaptiveBit.Array(3);
        private readonly uint[] greater = AdaptiveBit.Array(Max);

        /// <summary>What an index multiplies a step with: 4, 5, 6, 7, 8, 10, 12, 14, 16 …</summary>
        public static int Multiplier(int index)
        {
            return (4 + (index & 3)) << (index >> 2);
        }

        /// <summary>Codes indices from 0 to <see cref="Max"/>: an encoder reads them, a decoder writes them.</summary>
        /// <param name="coder">An end of an arithmetic coder.</param>
        /// <param name="indices">Of rows or columns.</param>
        /// <param name="width">Indices in a row of a picture: its first is compared with the one above. Otherwise their number.</param>
        public void Run<TCoder>(ref TCoder coder, int[] indices, int width)
            where TCoder : struct, IBinaryCoder
        {
            int before = 0;
            for (int i = 0; i < indices.Length; i++)
            {
                int expected = i == 0 ? 0 : i % width == 0 ? indices[i - width] : indices[i - 1];
                int difference = indices[i] - expected;
                if (AdaptiveBit.Code(ref coder, ref equal[before == 0 ? 0 : 1], difference == 0 ? 1 : 0) != 0)
                {
                    indices[i] = expected;
                    before = 0;
                    continue;
                }
                bool negative = AdaptiveBit.Code(ref coder, ref sign[before + 1], difference < 0 ? 1 : 0) != 0;
                int magnitude = 1;
                while (magnitude < Max && AdaptiveBit.Code(ref coder, ref greater[magnitude - 1], (negative ? -difference : difference) > magnitude ? 1 : 0) != 0)
                    magnitude++;
                indices[i] = negative ? expected - magnitude : expected + magnitude;
                if (indices[i] < 0 || indices[i] > Max)
                    throw NnzError.Damaged("a step's scale is out of range");
                before = negative ? -1 : 1;
            }
        }
    }
}
