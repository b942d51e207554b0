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
