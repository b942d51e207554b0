using System;

namespace NNCompress.Runtime
{
    /// <summary>Decodes a tensor's section, and turns floats into the bytes of an ONNX file.</summary>
    static class TensorDecoder
    {
        public const int Raw = 0;
        public const int Half = 1;
        public const int Quantised = 2;
        public const int JpegPerNeuron = 3;
        public const int JpegTiled = 4;
        public const int Cosine = 5;

        // No coder makes more than this many weights of one byte: the least probable symbol has a floor.
        private const int MaxWeightsPerByte = 1 << 15;

        /// <summary>Bytes of one element in the ONNX file; 0 for a type that has no section.</summary>
        public static int Width(int elementType)
        {
            return elementType == 1 ? 4 : elementType == 10 ? 2 : elementType == 11 ? 8 : 0;
        }

        /// <summary>The number of elements, or -1 where it passes 2^31 - 1.</summary>
        public static int Count(int[] shape)
        {
            long count = 1;
            foreach (int dimension in shape)
            {
                count *= dimension;
                if (count > int.MaxValue)
                    return -1;
            }
            return (int)count;
        }

        /// <summary>True where a section of that length can hold that many weights; looked at before anything is allocated.</summary>
        public static bool IsPlausible(int coder, int count, int length)
        {
            switch (coder)
            {
                case Raw: return count * 4L == length;
                case Half: return count * 2L == length;
                case Quantised:
                case JpegPerNeuron:
                case JpegTiled:
                case Cosine: return count <= (length + 8L) * MaxWeightsPerByte;
                default: return false;
            }
        }

        /// <exception cref="System.IO.InvalidDataException">The section is damaged.</exception>
        public static float[] Decode(int coder, byte[] data, int offset, int length, int[] shape)
        {
            int count = Count(shape);
            if (count < 0 || !IsPlausible(coder, count, length))
                throw NnzError.Damaged("a section of " + length + " bytes cannot hold its tensor");
            switch (coder)
            {
                case Raw: return FromRaw(data, offset, count);
                case Half: return FromHalf(data, offset, count);
                case JpegPerNeuron:
                case JpegTiled: return JpegWeights.Decode(coder, data, offset, length, shape);
                case Cosine: return CosineWeights.Decode(data, offset, length, shape);
                default: return QuantisedWeights.Decode(data, offset, length, shape);
            }
        }

        /// <summary>The elements as little-endian bytes of the ONNX file's element type.</summary>
        public static byte[] ToBytes(float[] values, int elementType)
        {
            int width = Width(elementType);
            byte[] bytes = new byte[(long)values.Length * width];
            if (elementType == 1)
            {
                Buffer.BlockCopy(values, 0, bytes, 0, bytes.Length);
            }
            else if (elementType == 11)
            {
                double[] wide = new double[values.Length];
                for (int i = 0; i < wide.Length; i++)
                    wide[i] = values[i];
                Buffer.BlockCopy(wide, 0, bytes, 0, bytes.Length);
            }
            else
            {
                short[] narrow = new short[values.Length];
                for (int i = 0; i < narrow.Length; i++)
                    narrow[i] = unchecked((short)HalfFloat.FromSingle(values[i]));
                Buffer.BlockCopy(narrow, 0, bytes, 0, bytes.Length);
            }
            if (!BitConverter.IsLittleEndian)
                Swap(bytes, width);
            return bytes;
        }

        private static float[] FromRaw(byte[] data, int offset, int count)
        {
            byte[] bytes = new byte[count * 4L];
            Buffer.BlockCopy(data, offset, bytes, 0, bytes.Length);
            if (!BitConverter.IsLittleEndian)
                Swap(bytes, 4);
            float[] values = new float[count];
            Buffer.BlockCopy(bytes, 0, values, 0, bytes.Length);
            return values;
        }

        private static float[] FromHalf(byte[] data, int offset, int count)
        {
            float[] values = new float[count];
            for (int i = 0; i < count; i++)
                values[i] = HalfFloat.ToSingle(data[offset + 2 * i] | (data[offset + 2 * i + 1] << 8));
            return values;
        }

        private static void Swap(byte[] bytes, int width)
        {
            for (int i = 0; i < bytes.Length; i += width)
                Array.Reverse(bytes, i, width);
        }
    }
}
