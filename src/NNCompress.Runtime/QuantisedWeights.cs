using System;

namespace NNCompress.Runtime
{
    /// <summary>
    /// Sections of coder 2: the step as a 32-bit float, a byte with the scan (low four bits: shift, next bit: transposed), the lag as a
    /// varint, then the levels as <see cref="LevelModel{TCoder}"/> codes them.
    /// </summary>
    static class QuantisedWeights
    {
        public const int MinLag = 3;
        public const int TransposedFlag = 16;

        /// <exception cref="System.IO.InvalidDataException">The section is damaged.</exception>
        public static float[] Decode(byte[] data, int offset, int length, int[] shape)
        {
            float step;
            int[] levels = DecodeLevels(data, offset, length, shape, out step);
            float[] values = new float[levels.Length];
            for (int i = 0; i < values.Length; i++)
                values[i] = Value(levels[i], step);
            return values;
        }

        /// <summary>The levels, row-major.</summary>
        /// <exception cref="System.IO.InvalidDataException">The section is damaged.</exception>
        public static int[] DecodeLevels(byte[] data, int offset, int length, int[] shape, out float step)
        {
            ByteReader header = new ByteReader(data, offset, offset + length);
            step = HalfFloat.FromPattern(header.UInt32("a quantisation step"));
            if (!(step > 0) || float.IsInfinity(step))
                throw NnzError.Damaged("a quantisation step is not a positive number");
            int scan = header.Byte("a tensor's scan");
            if (scan >= 2 * TransposedFlag)
                throw NnzError.Damaged("a tensor has scan " + scan);
            bool transposed = (scan & TransposedFlag) != 0;
            int count = TensorDecoder.Count(shape);
            int rows = Rows(shape);
            int columns = count / rows;
            int lag = header.Varint("a tensor's lag", Math.Max(0, (transposed ? rows : columns) - 1));
            if (lag > 0 && lag < MinLag)
                throw NnzError.Damaged("a tensor has lag " + lag);
            int[] levels = new int[count];
            LevelModel<RangeDecoder> model = new LevelModel<RangeDecoder>(new RangeDecoder(data, header.Position, header.Left), scan & 15, lag);
            model.Run(levels, transposed ? columns : rows, transposed ? rows : columns);
            if (!model.Coder.AtEnd)
                throw NnzError.Damaged("a section is longer than its tensor needs");
            return transposed ? Transpose(levels, columns, rows) : levels;
        }

        /// <summary>What a level stands for: the product is exact in double precision and rounded once.</summary>
        public static float Value(int level, float step)
        {
            return (float)(level * (double)step);
        }

        /// <summary>The tensor is seen as a matrix: the first dimension, by all others; a vector is one row.</summary>
        public static int Rows(int[] shape)
        {
            return shape.Length < 2 || shape[0] == 0 ? 1 : shape[0];
        }

        public static int[] Transpose(int[] matrix, int rows, int columns)
        {
            int[] transposed = new int[matrix.Length];
            for (int r = 0; r < rows; r++)
            {
                for (int c = 0; c < columns; c++)
                    transposed[c * rows + r] = matrix[r * columns + c];
            }
            return transposed;
        }
    }
}
