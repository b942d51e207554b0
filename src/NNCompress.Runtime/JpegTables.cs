using System.IO;

namespace NNCompress.Runtime
{
    /// <summary>The tables that a JPEG stream has defined so far (ITU-T T.81, B.2.4); a later definition replaces an earlier one.</summary>
    sealed partial class JpegTables
    {
        /// <summary>Where the k-th coefficient of the zigzag sequence stands in its block, row by row (T.81 figure A.6).</summary>
        public static readonly byte[] Zigzag =
        {
            0, 1, 8, 16, 9, 2, 3, 10, 17, 24, 32, 25, 18, 11, 4, 5,
            12, 19, 26, 33, 40, 48, 41, 34, 27, 20, 13, 6, 7, 14, 21, 28,
            35, 42, 49, 56, 57, 50, 43, 36, 29, 22, 15, 23, 30, 37, 44, 51,
            58, 59, 52, 45, 38, 31, 39, 46, 53, 60, 61, 54, 47, 55, 62, 63,
        };

        public const byte Soi = 0xD8, Eoi = 0xD9, Sos = 0xDA, Dqt = 0xDB, Dnl = 0xDC, Dri = 0xDD, Dht = 0xC4, App0 = 0xE0, Com = 0xFE;

        /// <summary>Quantisation steps in zigzag order, by destination 0–3; null where none is defined.</summary>
        public readonly ushort[][] Quantisation = new ushort[4][];

        public readonly JpegHuffmanTable[] Dc = new JpegHuffmanTable[4];

        public readonly JpegHuffmanTable[] Ac = new JpegHuffmanTable[4];

        /// <summary>Blocks from one restart marker to the next, 0 for none.</summary>
        public int RestartInterval;

        /// <summary>
        /// Reads a marker that may stand in front of a frame or a scan (DQT, DHT, DRI, APPn, COM), with the fill bytes before it.
        /// </summary>
        /// <param name="data">The stream.</param>
        /// <param name="position">Of the marker; moved behind its segment, or behind the marker where this method does not know it.</param>
        /// <param name="end">Of the stream.</param>
        /// <returns>The marker's second byte where it is another one, else 0.</returns>
        /// <exception cref="InvalidDataException">There is no marker, or its segment is malformed.</exception>
        public int Read(byte[] data, ref int position, int end)
        {
            if (position >= end || data[position] != 0xFF)
                throw new InvalidDataException("JPEG: a marker is missing at offset " + position + ".");
            while (position < end && data[position] == 0xFF)
                position++;
            if (position >= end)
                throw new InvalidDataException("JPEG: the stream ends inside a marker.");
            int marker = data[position++];
            if (marker != Dqt && marker != Dht && marker != Dri && marker != Com && (marker & 0xF0) != 0xE0)
                return marker;
            int stop = Segment(data, position, end);
            int at = position + 2;
            position = stop;
            if (marker == Dqt)
                ReadQuantisation(data, at, stop);
            else if (marker == Dht)
                ReadHuffman(data, at, stop);
            else if (marker == Dri)
                RestartInterval = stop - at == 2 ? data[at] << 8 | data[at + 1] : throw Malformed("DRI");
            return 0;
        }

        /// <summary>Reads a tables-only stream: SOI, tables, EOI (T.81 B.5).</summary>
        public void ReadTablesOnly(byte[] data, int offset, int end)
        {
            int position = offset;
            if (end - offset < 4 || data[offset + 1] != Soi || Read(data, ref position, end) != Soi)
                throw new InvalidDataException("JPEG: the tables do not start with SOI.");
            int marker;
            do
                marker = Read(data, ref position, end);
            while (marker == 0);
            if (marker != Eoi || position != end)
                throw new InvalidDataException("JPEG: the tables do not end with EOI, or something follows it.");
        }

        /// <summary>The end of the segment whose length field stands at <paramref name="position"/>.</summary>
        public static int Segment(byte[] data, int position, int end)
        {
            int length = end - position < 2 ? 0 : data[position] << 8 | data[position + 1];
            if (length < 2 || length > end - position)
                throw new InvalidDataException("JPEG: the segment at offset " + position + " is longer than the stream or shorter than its length field.");
            return position + length;
        }

        void ReadQuantisation(byte[] data, int at, int stop)
        {
            while (at < stop)
            {
                int wide = data[at] >> 4;
                int destination = data[at++] & 15;
                if (wide > 1 || destination > 3 || stop - at < 64 << wide)
                    throw Malformed("DQT");
                ushort[] table = new ushort[64];
                for (int k = 0; k < 64; k++)
                {
                    table[k] = wide == 0 ? data[at] : (ushort)(data[at] << 8 | data[at + 1]);
                    at += 1 + wide;
                    if (table[k] == 0)
                        throw Malformed("DQT");
                }
                Quantisation[destination] = table;
            }
        }

        void ReadHuffman(byte[] data, int at, int stop)
        {
            while (at < stop)
            {
                int kind = data[at] >> 4;
                int destination = data[at++] & 15;
                int total = 0;
                for (int i = 0; i < 16 && stop - at >= 16; i++)
                    total += data[at + i];
                if (kind > 1 || destination > 3 || stop - at < 16 || total > 256 || stop - at - 16 < total)
                    throw Malformed("DHT");
                (kind == 0 ? Dc : Ac)[destination] = new JpegHuffmanTable(data, at, total);
                at += 16 + total;
            }
        }

        static InvalidDataException Malformed(string segment)
        {
            return new InvalidDataException("JPEG: a " + segment + " segment is malformed.");
        }
    }
}
