using System;
using System.IO;

namespace NNCompress.Runtime
{
    /// <summary>
    /// The head of a JPEG-coded tensor's section. In order: a byte of flags (1: a neuron is a column of the stored tensor; 2: a range for each neuron),
    /// height and width of a neuron's picture (LEB128), the weight that pixel 0 stands for and the distance to that of pixel 255 (32-bit floats, little-endian); with flag 2 a byte n of 1–16 and, most significant bit first, two n-bit numbers for each neuron, filled up to a byte: lowest and
    /// highest weight of its own range, in units of the distance / (2^n − 1) above the first; then, for tiles, their number in a row (LEB128).
    /// </summary>
    sealed partial class JpegSection
    {
        public const int PerNeuron = 3, Tiled = 4;
        public const int FlagTransposed = 1, FlagRanges = 2;

        public readonly bool Transposed;
        public readonly int Count;
        public readonly int Height;
        public readonly int Width;
        public readonly int Columns = 1;

        /// <summary>Offset of the first byte after the head.</summary>
        public readonly int Body;

        readonly double low;
        readonly double span;
        readonly double[] lowest;
        readonly double[] scale;
        int position;

        /// <exception cref="InvalidDataException">The head is damaged or does not fit the shape.</exception>
        public JpegSection(int coder, byte[] data, int offset, int length, int[] shape)
        {
            int end = offset + length;
            position = offset;
            if (coder != PerNeuron && coder != Tiled)
                throw new InvalidDataException("JPEG section: coder " + coder + " is not one of JPEG.");
            int flags = Bytes(data, end, 1)[0];
            if (flags > (FlagTransposed | FlagRanges))
                throw new InvalidDataException("JPEG section: unknown flags " + flags + ".");
            Transposed = (flags & FlagTransposed) != 0;
            Height = Number(data, end);
            Width = Number(data, end);
            Count = shape.Length == 0 ? 1 : Transposed ? shape[shape.Length - 1] : shape[0];
            double elements = 1;
            foreach (int dimension in shape)
                elements *= dimension < 0 ? double.NaN : dimension;
            if (!(elements >= 1 && elements <= int.MaxValue) || Height < 1 || Height > 65535 || Width < 1 || Width > 65535 || (double)Count * Height * Width != elements)
                throw new InvalidDataException("JPEG section: pictures of " + Height + "×" + Width + " do not fill the tensor's shape.");
            low = BitConverter.ToSingle(LittleEndian(Bytes(data, end, 4)), 0);
            span = BitConverter.ToSingle(LittleEndian(Bytes(data, end, 4)), 0);
            if (!(span >= 0) || !(Math.Abs(low) <= float.MaxValue) || !(low + span <= float.MaxValue))
                throw new InvalidDataException("JPEG section: the weights' range is not a finite one.");
            if ((flags & FlagRanges) != 0)
            {
                int bits = Bytes(data, end, 1)[0];
                if (bits < 1 || bits > 16)
                    throw new InvalidDataException("JPEG section: ranges of " + bits + " bits, 1 to 16 are possible.");
                long packed = (2L * bits * Count + 7) / 8;
                if (packed > end - position)
                    throw new InvalidDataException("JPEG section: it ends inside the neurons' ranges.");
                lowest = new double[Count];
                scale = new double[Count];
                ReadRanges(data, bits);
                position += (int)packed;
            }
            if (coder == Tiled)
            {
                Columns = Number(data, end);
                if (Columns < 1 || Columns > Count || (long)Columns * Width > 65535 || (long)Rows * Height > 65535)
                    throw new InvalidDataException("JPEG section: " + Columns + " tiles in a row are not possible.");
            }
            Body = position;
        }

        /// <summary>Rows of tiles.</summary>
        public int Rows
        {
            get { return (Count + Columns - 1) / Columns; }
        }

        /// <summary>The weights of one neuron from its pixels: lowest + pixel × scale, in double, then rounded to float.</summary>
        public void Dequantise(int neuron, byte[] pixels, int at, int stride, float[] weights)
        {
            double first = lowest == null ? low : lowest[neuron];
            double step = lowest == null ? span / 255 : scale[neuron];
            int index = Transposed ? neuron : neuron * Height * Width;
            int next = Transposed ? Count : 1;
            for (int y = 0; y < Height; y++)
            {
                for (int x = 0; x < Width; x++, index += next)
                    weights[index] = (float)(first + pixels[at + y * stride + x] * step);
            }
        }

        /// <summary>A number in LEB128 of at most five bytes, below 2^31.</summary>
        public static int Number(byte[] data, ref int position, int end)
        {
            long value = 0;
            for (int shift = 0; shift < 35; shift += 7)
            {
                if (position >= end)
                    break;
                int next = data[position++];
                value |= (long)(next & 127) << shift;
                if (next < 128 && value <= int.MaxValue)
                    return (int)value;
            }
            throw new InvalidDataException("JPEG section: a number is damaged or cut off.");
        }

        int Number(byte[] data, int end)
        {
            return Number(data, ref position, end);
        }

        byte[] Bytes(byte[] data, int end, int count)
        {
            if (end - position < count)
                throw new InvalidDataException("JPEG section: it ends inside its head.");
            byte[] bytes = new byte[count];
            Array.Copy(data, position, bytes, 0, count);
            position += count;
            return bytes;
        }

        static byte[] LittleEndian(byte[] bytes)
        {
            if (!BitConverter.IsLittleEndian)
                Array.Reverse(bytes);
            return bytes;
        }

        void ReadRanges(byte[] data, int bits)
        {
            double unit = span / ((1 << bits) - 1);
            long bit = 0;
            for (int i = 0; i < Count; i++)
            {
                int from = 0;
                int to = 0;
                for (int k = 0; k < 2 * bits; k++, bit++)
                {
                    int one = data[position + (int)(bit >> 3)] >> (7 - (int)(bit & 7)) & 1;
                    if (k < bits)
                        from = from << 1 | one;
                    else
                        to = to << 1 | one;
                }
                if (from > to)
                    throw new InvalidDataException("JPEG section: the range of neuron " + i + " is empty.");
                lowest[i] = low + from * unit;
                scale[i] = (to - from) * unit / 255;
            }
        }
    }
}
