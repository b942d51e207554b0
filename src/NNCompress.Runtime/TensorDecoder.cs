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
        public const int Scaled = 5;

        // No coder makes more than this many weights of one byte: a block of eight zeros costs 0.0005 bits at least.
        private const int MaxWeightsPerByte = 1 << 18;

        // The decoder begins with as many.
        private const int FirstBytes = 8;

        // Weights that are turned into floats at a time.
        private const int Part = 4096;

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
                case Scaled:
                case JpegPerNeuron:
                case JpegTiled: return length >= LeastBytes(count);
                default: return false;
            }
        }

        /// <summary>The shortest section of arithmetically coded levels that is believed to hold that many weights.</summary>
        public static int LeastBytes(int count)
        {
            return Math.Max(0, (int)(((long)count + MaxWeightsPerByte - 1) / MaxWeightsPerByte) - FirstBytes);
        }

        /// <returns>The elements, row-major.</returns>
        /// <exception cref="System.IO.InvalidDataException">The section is damaged.</exception>
        public static float[] Decode(int coder, byte[] data, int offset, int length, int[] shape)
        {
            CheckPlausible(coder, length, shape);
            float[] weights = new float[Count(shape)];
            Decode(coder, data, offset, length, shape, new WeightTarget(weights));
            return weights;
        }

        /// <summary>Decodes a section to where it is wanted; of the coders, JPEG takes memory of the tensor's size for itself.</summary>
        /// <exception cref="System.IO.InvalidDataException">The section is damaged.</exception>
        public static void Decode(int coder, byte[] data, int offset, int length, int[] shape, WeightTarget target)
        {
            CheckPlausible(coder, length, shape);
            switch (coder)
            {
                case Raw:
                    FromRaw(data, offset, Count(shape), target);
                    break;
                case Half:
                    FromHalf(data, offset, Count(shape), target);
                    break;
                case JpegPerNeuron:
                case JpegTiled:
                    float[] weights = JpegWeights.Decode(coder, data, offset, length, shape);
                    target.Write(weights, 0, weights.Length, 0);
                    break;
                case Scaled:
                    ScaledWeights.Decode(data, offset, length, shape, target);
                    break;
                default:
                    QuantisedWeights.Decode(data, offset, length, shape, target);
                    break;
            }
        }

        /// <summary>The elements as little-endian bytes of the ONNX file's element type.</summary>
        public static byte[] ToBytes(float[] values, int elementType)
        {
            byte[] bytes = new byte[(long)values.Length * Width(elementType)];
            new WeightTarget(bytes, 0, elementType).Write(values, 0, values.Length, 0);
            return bytes;
        }

        private static void CheckPlausible(int coder, int length, int[] shape)
        {
            int count = Count(shape);
            if (count < 0 || !IsPlausible(coder, count, length))
                throw NnzError.Damaged("a section of " + length + " bytes cannot hold its tensor");
        }

        private static void FromRaw(byte[] data, int offset, int count, WeightTarget target)
        {
            float[] part = new float[Math.Min(count, Part)];
            for (int at = 0; at < count; at += Part)
            {
                int length = Math.Min(Part, count - at);
                for (int i = 0; i < length; i++)
                {
                    int from = offset + 4 * (at + i);
                    part[i] = HalfFloat.FromPattern(data[from] | ((uint)data[from + 1] << 8) | ((uint)data[from + 2] << 16) | ((uint)data[from + 3] << 24));
                }
                target.Write(part, 0, length, at);
            }
        }

        private static void FromHalf(byte[] data, int offset, int count, WeightTarget target)
        {
            float[] part = new float[Math.Min(count, Part)];
            for (int at = 0; at < count; at += Part)
            {
                int length = Math.Min(Part, count - at);
                for (int i = 0; i < length; i++)
                    part[i] = HalfFloat.ToSingle(data[offset + 2 * (at + i)] | (data[offset + 2 * (at + i) + 1] << 8));
                target.Write(part, 0, length, at);
            }
        }
    }
}
