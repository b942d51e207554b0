using System.IO;

namespace NNCompress.Runtime
{
    /// <summary>One scan of one component: entropy-coded data → quantised coefficients → pixels (ITU-T T.81, F.2).</summary>
    sealed partial class JpegScan
    {
        readonly ushort[] quantisation;
        readonly JpegHuffmanTable dc;
        readonly JpegHuffmanTable ac;
        readonly int restartInterval;
        readonly int[] block = new int[64];
        readonly long[] work = new long[64];

        /// <exception cref="InvalidDataException">A table is not defined.</exception>
        public JpegScan(JpegTables tables, int quantisation, int dc, int ac)
        {
            this.quantisation = tables.Quantisation[quantisation];
            this.dc = tables.Dc[dc];
            this.ac = tables.Ac[ac];
            restartInterval = tables.RestartInterval;
            if (this.quantisation == null || this.dc == null || this.ac == null)
                throw new InvalidDataException("JPEG: the scan refers to a table that the stream does not define.");
        }

        /// <summary>Blocks of a width × height picture.</summary>
        public static long Blocks(int width, int height)
        {
            return (long)((width + 7) / 8) * ((height + 7) / 8);
        }

        /// <summary>Checks, before anything is allocated, that <paramref name="bytes"/> can hold so many blocks: each takes two codes of a bit or more.</summary>
        public static void RequireBytes(long blocks, int bytes)
        {
            if (blocks > bytes * 4L)
                throw new InvalidDataException("JPEG: " + bytes + " bytes cannot hold " + blocks + " blocks: the picture is truncated, or its size is wrong.");
        }

        /// <summary>Decodes a picture's entropy-coded data.</summary>
        /// <param name="data">Holds it.</param>
        /// <param name="offset">Of its first byte.</param>
        /// <param name="end">Where it ends at the latest.</param>
        /// <param name="width">Of the picture.</param>
        /// <param name="height">Of the picture.</param>
        /// <param name="pixels">Takes width × height pixels, row by row, or null.</param>
        /// <param name="coefficients">Takes each block's 64 quantised coefficients in zigzag order, or null.</param>
        /// <returns>The offset of the byte after the data.</returns>
        /// <exception cref="InvalidDataException">The data is damaged or ends early.</exception>
        public int Decode(byte[] data, int offset, int end, int width, int height, byte[] pixels, short[] coefficients)
        {
            JpegBitReader reader = new JpegBitReader(data, offset, end);
            int across = (width + 7) / 8;
            int down = (height + 7) / 8;
            int previous = 0;
            int index = 0;
            for (int y = 0; y < down; y++)
            {
                for (int x = 0; x < across; x++, index++)
                {
                    if (restartInterval > 0 && index > 0 && index % restartInterval == 0)
                    {
                        reader.Restart((index / restartInterval - 1) & 7);
                        previous = 0;
                    }
                    previous = ReadBlock(reader, previous, coefficients, index * 64);
                    if (pixels != null)
                        JpegInverseDct.Transform(block, work, pixels, y * 8 * width + x * 8, width, System.Math.Min(8, width - x * 8), System.Math.Min(8, height - y * 8));
                }
            }
            return reader.Align();
        }

        /// <summary>Reads a block, dequantised, into <see cref="block"/> and gives its quantised DC coefficient.</summary>
        int ReadBlock(JpegBitReader reader, int previous, short[] coefficients, int at)
        {
            System.Array.Clear(block, 0, 64);
            int size = dc.Decode(reader);
            if (size > 11)
                throw new InvalidDataException("JPEG: a DC difference has " + size + " bits, 8-bit pictures have 11 at most.");
            int direct = previous + (size == 0 ? 0 : reader.ReceiveExtend(size));
            if (direct < short.MinValue || direct > short.MaxValue)
                throw new InvalidDataException("JPEG: the DC coefficients leave their range.");
            Put(0, direct, coefficients, at);
            for (int k = 1; k < 64; k++)
            {
                int symbol = ac.Decode(reader);
                size = symbol & 15;
                if (size == 0)
                {
                    if (symbol == 0)
                        break;
                    if (symbol != 0xF0)
                        throw new InvalidDataException("JPEG: an AC symbol is not one of sequential JPEG.");
                    k += 15;
                    continue;
                }
                k += symbol >> 4;
                if (size > 10 || k > 63)
                    throw new InvalidDataException("JPEG: an AC coefficient has too many bits or lies outside its block.");
                Put(k, reader.ReceiveExtend(size), coefficients, at);
            }
            return direct;
        }

        void Put(int k, int value, short[] coefficients, int at)
        {
            int exact = value * quantisation[k];
            block[JpegTables.Zigzag[k]] = exact < short.MinValue ? short.MinValue : exact > short.MaxValue ? short.MaxValue : exact;
            if (coefficients != null)
                coefficients[at + k] = (short)value;
        }
    }
}
