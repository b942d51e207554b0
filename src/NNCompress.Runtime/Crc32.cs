namespace NNCompress.Runtime
{
    /// <summary>CRC-32 as in IEEE 802.3: reflected, polynomial 0xEDB88320, all ones at both ends.</summary>
    static partial class Crc32
    {
        private static readonly uint[] Table = MakeTable();

        public static uint Of(byte[] data, int offset, int length)
        {
            return Append(0, data, offset, length);
        }

        /// <summary>The checksum of what gave <paramref name="crc"/> so far (0 for nothing), followed by these bytes.</summary>
        public static uint Append(uint crc, byte[] data, int offset, int length)
        {
            uint[] table = Table;
            crc = ~crc;
            for (int i = offset; i < offset + length; i++)
                crc = table[(crc ^ data[i]) & 255] ^ (crc >> 8);
            return ~crc;
        }

        /// <summary>The checksum of one piece followed by another of <paramref name="length"/> bytes, from the checksums of both: the first goes through as many zeros (a power of the zero's matrix, by squaring).</summary>
        public static uint Combine(uint first, uint second, long length)
        {
            uint[] power = new uint[32];
            uint[] square = new uint[32];
            // One zero bit: a shift, and the polynomial where a one falls out.
            power[0] = 0xEDB88320u;
            for (int i = 1; i < 32; i++)
                power[i] = 1u << (i - 1);
            for (int doubled = 0; doubled < 3; doubled++)
                Square(ref power, ref square);
            for (; length > 0; length >>= 1)
            {
                if ((length & 1) != 0)
                    first = Times(power, first);
                Square(ref power, ref square);
            }
            return first ^ second;
        }

        private static void Square(ref uint[] power, ref uint[] square)
        {
            for (int i = 0; i < 32; i++)
                square[i] = Times(power, power[i]);
            uint[] spare = power;
            power = square;
            square = spare;
        }

        private static uint Times(uint[] matrix, uint vector)
        {
            uint product = 0;
            for (int i = 0; vector != 0; i++, vector >>= 1)
            {
                if ((vector & 1) != 0)
                    product ^= matrix[i];
            }
            return product;
        }

        private static uint[] MakeTable()
        {
            uint[] table = new uint[256];
            for (uint i = 0; i < 256; i++)
            {
                uint c = i;
                for (int bit = 0; bit < 8; bit++)
                    c = (c & 1) != 0 ? 0xEDB88320u ^ (c >> 1) : c >> 1;
                table[i] = c;
            }
            return table;
        }
    }
}
