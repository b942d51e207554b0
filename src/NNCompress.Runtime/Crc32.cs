namespace NNCompress.Runtime
{
    /// <summary>
    /// CRC-32 as in IEEE 802.3: reflected, polynomial 0xEDB88320, all ones at both ends. Sixteen bytes at a time, each by a table of what it does
    /// to the remainder from where it stands ("slicing", Kounavis and Berry 2005), for every decoded weight passes through here.
    /// </summary>
    static partial class Crc32
    {
        private const int Slices = 16;

        private static readonly uint[][] Tables = MakeTables();

        public static uint Of(byte[] data, int offset, int length)
        {
            return Append(0, data, offset, length);
        }

        /// <summary>The checksum of what gave <paramref name="crc"/> so far (0 for nothing), followed by these bytes.</summary>
        public static uint Append(uint crc, byte[] data, int offset, int length)
        {
            unchecked
            {
                crc = ~crc;
                int at = offset;
                int end = offset + length;
                for (; end - at >= Slices; at += Slices)
                {
                    crc = Four(Tables, 12, crc ^ Read(data, at)) ^ Four(Tables, 8, Read(data, at + 4))
                        ^ Four(Tables, 4, Read(data, at + 8)) ^ Four(Tables, 0, Read(data, at + 12));
                }
                uint[] table = Tables[0];
                for (; at < end; at++)
                    crc = table[(crc ^ data[at]) & 255] ^ (crc >> 8);
                return ~crc;
            }
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

        // The lowest byte comes first, and so has the most bytes behind it.
        private static uint Four(uint[][] tables, int behind, uint word)
        {
            return tables[behind + 3][word & 255] ^ tables[behind + 2][(word >> 8) & 255] ^ tables[behind + 1][(word >> 16) & 255] ^ tables[behind][word >> 24];
        }

        private static uint Read(byte[] data, int at)
        {
            return data[at] | ((uint)data[at + 1] << 8) | ((uint)data[at + 2] << 16) | ((uint)data[at + 3] << 24);
        }

        private static uint[][] MakeTables()
        {
            uint[][] tables = new uint[Slices][];
            for (int behind = 0; behind < Slices; behind++)
            {
                tables[behind] = new uint[256];
                for (uint i = 0; i < 256; i++)
                    tables[behind][i] = behind == 0 ? Remainder(i) : (tables[behind - 1][i] >> 8) ^ tables[0][tables[behind - 1][i] & 255];
            }
            return tables;
        }

        private static uint Remainder(uint value)
        {
            for (int bit = 0; bit < 8; bit++)
                value = (value & 1) != 0 ? 0xEDB88320u ^ (value >> 1) : value >> 1;
            return value;
        }
    }
}
