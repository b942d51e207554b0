using System;

namespace NNCompress.Runtime
{
    /// <summary>
    /// The context model of quantised weights: a matrix of integer levels, scanned row by row. Each level's magnitude is expected from
    /// its neighbours and from the running means of its row and column, and that expectation chooses the adaptive probabilities.
    /// FORMAT.md has the definition.
    /// </summary>
    sealed partial class LevelModel<TCoder>
        where TCoder : struct, IBinaryCoder
    {
        public const int MaxLevel = 1 << 28;

        private const int Classes = 20;
        private const int Unary = 14;
        private const int Prefixes = 32;

        private readonly AdaptiveBit[] zero = AdaptiveBit.Array(Classes * 3);
        private readonly AdaptiveBit[] sign = AdaptiveBit.Array(9);
        private readonly AdaptiveBit[] greater = AdaptiveBit.Array(Classes * Unary);
        private readonly AdaptiveBit[] prefix = AdaptiveBit.Array(Prefixes);
        private readonly AdaptiveBit[] mantissa = AdaptiveBit.Array(Prefixes * 2);

        private TCoder coder;

        public LevelModel(TCoder coder)
        {
            this.coder = coder;
        }

        public TCoder Coder
        {
            get { return coder; }
        }

        /// <summary>Codes rows × columns levels: an encoder reads them, a decoder writes them.</summary>
        public void Run(int[] levels, int rows, int columns)
        {
            unchecked
            {
                int[] columnMean = new int[columns];
                for (int r = 0; r < rows; r++)
                {
                    int start = r * columns;
                    int left = 0, left2 = 0, rowMean = 0;
                    for (int c = 0; c < columns; c++)
                    {
                        int above = r > 0 ? levels[start + c - columns] : 0;
                        int up = Math.Min(Math.Abs(above), 255);
                        int l1 = Math.Min(Math.Abs(left), 255);
                        int l2 = Math.Min(Math.Abs(left2), 255);
                        int expected = (4 * l1 + 2 * l2 + 4 * up) * 8 + 3 * columnMean[c] + 3 * rowMean;
                        int level = Level(levels[start + c], Class(expected), Sign(left), Sign(above));
                        levels[start + c] = level;
                        int magnitude = Math.Min(Math.Abs(level), 255) << 6;
                        columnMean[c] += (magnitude - columnMean[c]) / (r < 12 ? r + 1 : 12);
                        rowMean += (magnitude - rowMean) / (c < 20 ? c + 1 : 20);
                        left2 = left;
                        left = level;
                    }
                }
            }
        }

        private static int Sign(int level)
        {
            return level == 0 ? 0 : level > 0 ? 1 : 2;
        }

        private static int Class(int expected)
        {
            int log = 0;
            int rest = expected >> 4;
            while (rest > 3)
            {
                rest >>= 1;
                log++;
            }
            int index = log == 0 ? rest : log * 2 + rest;
            return index < Classes ? index : Classes - 1;
        }

        private int Level(int level, int kind, int left, int above)
        {
            unchecked
            {
                if (zero[kind * 3 + (left == 0 ? 0 : 1) + (above == 0 ? 0 : 1)].Code(ref coder, level == 0 ? 1 : 0) != 0)
                    return 0;
                int negative = sign[left * 3 + above].Code(ref coder, level < 0 ? 1 : 0);
                int magnitude = level < 0 ? -level : level;
                int value = 1;
                while (value <= Unary)
                {
                    if (greater[kind * Unary + value - 1].Code(ref coder, magnitude > value ? 1 : 0) == 0)
                        return negative != 0 ? -value : value;
                    value++;
                }
                value += Escape(magnitude - value);
                return negative != 0 ? -value : value;
            }
        }

        // Exp-Golomb of order 0; the highest bit below the leading one is adaptive too.
        private int Escape(int rest)
        {
            unchecked
            {
                int length = 0;
                while (prefix[length].Code(ref coder, (rest + 1) >> (length + 1) != 0 ? 1 : 0) != 0)
                {
                    length++;
                    if (length > 28)
                        throw NnzError.Damaged("a quantised level is out of range");
                }
                int value = 1;
                for (int i = length - 1; i >= 0; i--)
                {
                    int bit = ((rest + 1) >> i) & 1;
                    bit = i == length - 1 ? mantissa[length].Code(ref coder, bit) : coder.Code(bit, AdaptiveBit.Half);
                    value = value * 2 + bit;
                }
                return value - 1;
            }
        }
    }
}
