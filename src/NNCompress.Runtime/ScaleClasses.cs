namespace NNCompress.Runtime
{
    /// <summary>Magnitudes in classes of half an octave, by tables.</summary>
    static class ScaleClasses
    {
        public const int Count = 27;

        /// <summary>Classes of predictions: up to 4 levels, and above.</summary>
        public const int Predictions = 12;

        // The steps are at 2, 3, 4, 6, 8, 12 …; no magnitude reaches 2^15.
        private static readonly byte[] Classes = Make(1 << 15, Count);
        private static readonly byte[] PredictionClasses = Make(65, Predictions);

        /// <summary>Class of an expected magnitude (16.16 fixed point, below 512): 0 below 1/32, then two an octave.</summary>
        public static int Of(int magnitude)
        {
            return Classes[magnitude >> 10];
        }

        /// <summary>Class of a predicted magnitude in 1/64: 0 below 1/8, then two an octave.</summary>
        public static int OfPrediction(int magnitude)
        {
            int sixteenths = magnitude >> 2;
            return PredictionClasses[sixteenths < 64 ? sixteenths : 64];
        }

        private static byte[] Make(int length, int count)
        {
            byte[] table = new byte[length];
            for (int i = 0; i < length; i++)
            {
                int rest = i;
                int index = 0;
                while (rest > 3)
                {
                    rest >>= 1;
                    index += 2;
                }
                index = rest < 2 ? 0 : index + rest - 1;
                table[i] = (byte)(index < count ? index : count - 1);
            }
            return table;
        }
    }
}
