using System.Runtime.CompilerServices;

namespace NNCompress.Runtime
{
    /// <summary>
    /// Probabilities in the logistic domain, in integers only so that every platform computes the same: a logit is 256·ln(p / (1 - p)).
    /// </summary>
    static class Logistic
    {
        public const int MaxLogit = 2047;

        // 65536 / (1 + e^-x) for x = -8, -7.5 … 8; what lies between is interpolated.
        private static readonly int[] Knots =
        {
            22, 36, 60, 98, 162, 267, 439, 720, 1179, 1921, 3108, 4971, 7812, 11955, 17625, 24743, 32768, 40793, 47911, 53581, 57724,
            60565, 62428, 63615, 64357, 64816, 65097, 65269, 65374, 65438, 65476, 65500, 65514,
        };

        // Probability in 1/65536 of the logit i - 2048, cut to what is coded.
        private static readonly ushort[] Probabilities = MakeProbabilities();

        // Logit of the probability (i + 1/2) / 4096.
        private static readonly short[] Logits = MakeLogits();

        /// <summary>Probability in 1/65536 of a logit, which is cut to ±<see cref="MaxLogit"/>: 24 to 65512.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static int Probability(int logit)
        {
            return Probabilities[(logit > MaxLogit ? MaxLogit : logit < -MaxLogit ? -MaxLogit : logit) + 2048];
        }

        /// <summary>Logit of a probability in 1/4096.</summary>
        public static int Logit(uint probability)
        {
            return Logits[probability];
        }

        private static ushort[] MakeProbabilities()
        {
            ushort[] table = new ushort[4096];
            for (int i = 0; i < table.Length; i++)
            {
                int knot = i >> 7;
                int part = i & 127;
                table[i] = (ushort)AdaptiveBit.Clamp((Knots[knot] * (128 - part) + Knots[knot + 1] * part + 64) >> 7);
            }
            return table;
        }

        private static short[] MakeLogits()
        {
            short[] table = new short[4096];
            int logit = 0;
            for (int i = 0; i < table.Length; i++)
            {
                while (logit < 4095 && Probabilities[logit] < i * 16 + 8)
                    logit++;
                table[i] = (short)(logit - 2048);
            }
            return table;
        }
    }
}
