using System.IO;

namespace NNCompress.Runtime
{
    /// <summary>
    /// Decodes 8-bit grayscale JPEG streams, baseline or extended sequential with Huffman coding (ITU-T T.81): interchange format, or
    /// abbreviated format after a tables-only stream.
    /// </summary>
    sealed partial class JpegDecoder
    {
        readonly JpegTables tables = new JpegTables();

        /// <summary>Width of the picture decoded last.</summary>
        public int Width { get; private set; }

        /// <summary>Height of the picture decoded last.</summary>
        public int Height { get; private set; }

        /// <summary>Bytes that the picture decoded last took, from SOI to EOI.</summary>
        public int Consumed { get; private set; }

        /// <summary>Its quantisation steps, in zigzag order.</summary>
        public ushort[] Quantisation { get; private set; }

        /// <summary>Reads a tables-only stream that later pictures refer to (T.81 B.5).</summary>
        /// <exception cref="InvalidDataException">It is malformed.</exception>
        public void ReadTables(byte[] data, int offset, int length)
        {
            Check(data, offset, length);
            tables.ReadTablesOnly(data, offset, offset + length);
        }

        /// <summary>Decodes one picture.</summary>
        /// <param name="data">Holds the stream.</param>
        /// <param name="offset">Of SOI.</param>
        /// <param name="length">Bytes at the stream's disposal; more may follow its EOI.</param>
        /// <param name="maximumWidth">A wider picture is refused before anything is allocated.</param>
        /// <param name="maximumHeight">A higher picture is refused before anything is allocated.</param>
        /// <returns><see cref="Width"/> × <see cref="Height"/> pixels, row by row.</returns>
        /// <exception cref="InvalidDataException">The stream is damaged, too large, or of another kind.</exception>
        public byte[] Decode(byte[] data, int offset, int length, int maximumWidth = 65535, int maximumHeight = 65535)
        {
            return Decode(data, offset, length, maximumWidth, maximumHeight, false, out short[] unused);
        }

        /// <summary>As <see cref="Decode(byte[], int, int, int, int)"/>, but gives quantised coefficients: 64 a block in zigzag order, blocks row by row.</summary>
        public short[] DecodeCoefficients(byte[] data, int offset, int length, int maximumWidth = 65535, int maximumHeight = 65535)
        {
            Decode(data, offset, length, maximumWidth, maximumHeight, true, out short[] coefficients);
            return coefficients;
        }

        byte[] Decode(byte[] data, int offset, int length, int maximumWidth, int maximumHeight, bool raw, out short[] coefficients)
        {
            Check(data, offset, length);
            int end = offset + length;
            int position = offset;
            if (length < 2 || data[offset] != 0xFF || data[offset + 1] != JpegTables.Soi)
                throw new InvalidDataException("JPEG: the stream does not start with SOI (FF D8).");
            position += 2;
            tables.RestartInterval = 0;
            int frame = Next(data, ref position, end);
            int component, quantisation;
            ReadFrame(data, frame, ref position, end, maximumWidth, maximumHeight, out component, out quantisation);
            if (Next(data, ref position, end) != JpegTables.Sos)
                throw new InvalidDataException("JPEG: SOS does not follow the frame header.");
            int stop = JpegTables.Segment(data, position, end);
            if (stop - position != 8 || data[position + 2] != 1 || data[position + 3] != component || data[position + 4] >> 4 > 3 || (data[position + 4] & 15) > 3)
                throw new InvalidDataException("JPEG: the scan header is malformed.");
            if (data[position + 5] != 0 || data[position + 6] != 63 || data[position + 7] != 0)
                throw new InvalidDataException("JPEG: the scan header is not of a sequential picture.");
            JpegScan scan = new JpegScan(tables, quantisation, data[position + 4] >> 4, data[position + 4] & 15);
            Quantisation = tables.Quantisation[quantisation];
            JpegScan.RequireBytes(JpegScan.Blocks(Width, Height), end - stop);
            if (raw ? JpegScan.Blocks(Width, Height) * 64 > int.MaxValue : (long)Width * Height > int.MaxValue)
                throw new InvalidDataException("JPEG: the picture has more than 2^31 pixels.");
            byte[] pixels = raw ? null : new byte[Width * Height];
            coefficients = raw ? new short[JpegScan.Blocks(Width, Height) * 64] : null;
            position = scan.Decode(data, stop, end, Width, Height, pixels, coefficients);
            int last = Next(data, ref position, end);
            if (last != JpegTables.Eoi)
                throw new InvalidDataException("JPEG: marker FF " + last.ToString("X2") + " stands where the picture should end.");
            Consumed = position - offset;
            return pixels;
        }

        int Next(byte[] data, ref int position, int end)
        {
            int marker;
            do
                marker = tables.Read(data, ref position, end);
            while (marker == 0);
            return marker;
        }

        void ReadFrame(byte[] data, int marker, ref int position, int end, int maximumWidth, int maximumHeight, out int component, out int quantisation)
        {
            if (marker == 0xC2)
                throw new InvalidDataException("JPEG: the picture is progressive, only baseline and extended sequential ones are read.");
            if (marker != 0xC0 && marker != 0xC1)
                throw new InvalidDataException("JPEG: marker FF " + marker.ToString("X2") + " is not the frame header of a baseline or extended sequential picture.");
            int stop = JpegTables.Segment(data, position, end);
            if (stop - position < 8)
                throw new InvalidDataException("JPEG: the frame header is malformed.");
            int components = data[position + 7];
            if (components != 1 && stop - position == 8 + 3 * components)
                throw new InvalidDataException("JPEG: the picture has " + components + " components, only grayscale (one) is read.");
            if (data[position + 2] != 8)
                throw new InvalidDataException("JPEG: the picture has " + data[position + 2] + " bits a sample, only 8 are read.");
            Height = data[position + 3] << 8 | data[position + 4];
            Width = data[position + 5] << 8 | data[position + 6];
            if (stop - position != 11 || components != 1 || Width == 0 || data[position + 10] > 3)
                throw new InvalidDataException("JPEG: the frame header is malformed.");
            int sampling = data[position + 9];
            if (sampling >> 4 < 1 || sampling >> 4 > 4 || (sampling & 15) < 1 || (sampling & 15) > 4)
                throw new InvalidDataException("JPEG: the frame header is malformed.");
            if (Height == 0)
                throw new InvalidDataException("JPEG: the picture's height is not in its frame header (DNL), which is not read.");
            if (Width > maximumWidth || Height > maximumHeight)
                throw new InvalidDataException("JPEG: the picture has " + Width + "×" + Height + " pixels, at most " + maximumWidth + "×" + maximumHeight + " are expected.");
            component = data[position + 8];
            quantisation = data[position + 10];
            position = stop;
        }

        static void Check(byte[] data, int offset, int length)
        {
            if (data == null)
                throw new System.ArgumentNullException("data");
            if (offset < 0 || length < 0 || offset > data.Length - length)
                throw new System.ArgumentOutOfRangeException("length");
        }
    }
}
