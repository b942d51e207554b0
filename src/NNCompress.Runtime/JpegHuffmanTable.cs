using System.IO;

namespace NNCompress.Runtime
{
    /// <summary>A Huffman table of a JPEG stream, made for decoding (ITU-T T.81, annex C and F.2.2.3).</summary>
    sealed partial class JpegHuffmanTable
    {
        const int FastBits = 9;

        // For the next nine bits: code length × 256 + symbol, or 0 where the code is longer.
        readonly ushort[] fast = new ushort[1 << FastBits];

        // Of each code length: the largest code (−1 for none), and what turns a code into an index of its symbol.
        readonly int[] largest = new int[17];
        readonly int[] shift = new int[17];
        readonly byte[] symbols;

        /// <param name="data">Holds 16 counts of codes by length, then the symbols in order of their codes.</param>
        /// <param name="offset">Of the first count; 16 counts and all symbols must lie inside <paramref name="data"/>.</param>
        /// <param name="total">The sum of the counts.</param>
        /// <exception cref="InvalidDataException">The counts are of no prefix code, or a code of ones only is used.</exception>
        public JpegHuffmanTable(byte[] data, int offset, int total)
        {
            symbols = new byte[total];
            System.Array.Copy(data, offset + 16, symbols, 0, total);
            int code = 0;
            int index = 0;
            for (int length = 1; length <= 16; length++)
            {
                int count = data[offset + length - 1];
                // T.81 C: the code of ones only stays free, so the first unused code must still fit.
                if (code + count >= 1 << length)
                    throw new InvalidDataException("JPEG: a Huffman table has more codes of length " + length + " than fit.");
                shift[length] = index - code;
                largest[length] = count == 0 ? -1 : code + count - 1;
                for (int i = 0; i < count; i++, code++, index++)
                {
                    if (length > FastBits)
                        continue;
                    int first = code << (FastBits - length);
                    for (int k = 0; k < 1 << (FastBits - length); k++)
                        fast[first + k] = (ushort)(length << 8 | symbols[index]);
                }
                code <<= 1;
            }
        }

        /// <exception cref="InvalidDataException">The bits are no code of this table, or they end.</exception>
        public int Decode(JpegBitReader reader)
        {
            int bits = reader.Peek16();
            int entry = fast[bits >> (16 - FastBits)];
            if (entry != 0)
            {
                reader.Skip(entry >> 8);
                return entry & 0xFF;
            }
            for (int length = FastBits + 1; length <= 16; length++)
            {
                int code = bits >> (16 - length);
                if (code > largest[length])
                    continue;
                reader.Skip(length);
                return symbols[code + shift[length]];
            }
            throw new InvalidDataException("JPEG: the entropy-coded data holds a code that its Huffman table does not have.");
        }
    }
}
