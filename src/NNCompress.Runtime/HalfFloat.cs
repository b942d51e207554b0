using System.Runtime.InteropServices;

namespace NNCompress.Runtime
{
    /// <summary>IEEE 754 binary16 to and from binary32, by bits.</summary>
    static partial class HalfFloat
    {
        [StructLayout(LayoutKind.Explicit)]
        private struct Bits
        {
            [FieldOffset(0)]
            public float Number;

            [FieldOffset(0)]
            public uint Pattern;
        }

        public static float FromPattern(uint pattern)
        {
            Bits bits = default(Bits);
            bits.Pattern = pattern;
            return bits.Number;
        }

        public static uint ToPattern(float number)
        {
            Bits bits = default(Bits);
            bits.Number = number;
            return bits.Pattern;
        }

        public static float ToSingle(int half)
        {
            unchecked
            {
                uint sign = (uint)(half & 0x8000) << 16;
                int exponent = (half >> 10) & 31;
                uint fraction = (uint)(half & 1023);
                if (exponent == 31)
                    return FromPattern(sign | 0x7F800000u | (fraction << 13));
                if (exponent == 0)
                {
                    // A subnormal is a multiple of 2^-24, which a float holds exactly.
                    float magnitude = fraction * (1f / 16777216f);
                    return FromPattern(sign | ToPattern(magnitude));
                }
                return FromPattern(sign | ((uint)(exponent + 112) << 23) | (fraction << 13));
            }
        }

        /// <summary>Rounds to nearest, ties to even; too large becomes infinity.</summary>
        public static int FromSingle(float number)
        {
            unchecked
            {
                uint pattern = ToPattern(number);
                int sign = (int)(pattern >> 16) & 0x8000;
                uint magnitude = pattern & 0x7FFFFFFFu;
                if (magnitude > 0x7F800000u)
                    return sign | 0x7E00 | (int)((magnitude >> 13) & 0x3FF);
                if (magnitude >= 0x47800000u)
                    return sign | 0x7C00;
                int shift = 13;
                uint value = magnitude - 0x38000000u;
                if (magnitude < 0x38800000u)
                {
                    // Subnormal: shift the full significand so that one unit is 2^-24.
                    shift = 126 - (int)(magnitude >> 23);
                    if (shift > 24)
                        return sign;
                    value = (magnitude & 0x7FFFFFu) | 0x800000u;
                }
                uint rounded = value >> shift;
                uint rest = value & ((1u << shift) - 1u);
                uint half = 1u << (shift - 1);
                if (rest > half || (rest == half && (rounded & 1u) != 0))
                    rounded++;
                return sign | (int)rounded;
            }
        }
    }
}
