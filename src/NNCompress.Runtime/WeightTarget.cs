using System;

namespace NNCompress.Runtime
{
    /// <summary>Where a tensor's decoded weights go: an array of floats, or their place among the bytes of an ONNX file.</summary>
    class WeightTarget
    {
        private readonly Array array;
        private readonly long origin;
        private readonly int elementType;

        public WeightTarget(float[] weights)
        {
            array = weights;
            elementType = 1;
        }

        /// <param name="bytes">Little-endian elements.</param>
        /// <param name="offset">Of the first one.</param>
        /// <param name="elementType">1 float, 10 half, 11 double.</param>
        public WeightTarget(byte[] bytes, int offset, int elementType)
        {
            array = bytes;
            origin = offset;
            this.elementType = elementType;
        }

        /// <summary>Puts weights at element <paramref name="at"/> and those that follow.</summary>
        public virtual void Write(float[] source, int from, int count, int at)
        {
            if (array is float[])
            {
                Array.Copy(source, from, array, at, count);
                return;
            }
            if (elementType == 1 && BitConverter.IsLittleEndian)
            {
                Buffer.BlockCopy(source, 4 * from, array, checked((int)(origin + 4L * at)), 4 * count);
                return;
            }
            byte[] bytes = (byte[])array;
            int width = TensorDecoder.Width(elementType);
            long place = origin + (long)width * at;
            for (int i = from; i < from + count; i++)
            {
                ulong pattern = elementType == 1 ? HalfFloat.ToPattern(source[i])
                    : elementType == 10 ? (uint)HalfFloat.FromSingle(source[i])
                    : unchecked((ulong)BitConverter.DoubleToInt64Bits(source[i]));
                for (int b = 0; b < width; b++)
                    bytes[place++] = unchecked((byte)(pattern >> (8 * b)));
            }
        }
    }
}
