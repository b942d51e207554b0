namespace NNCompress.Runtime
{
    /// <summary>
    /// Sections of coder 5: a byte of flags, what they announce, then a section of coder 2 with the levels, a neuron a row. Rows and columns may have
    /// steps of their own, and a row may hold the cosine transform of pictures.
    /// </summary>
    static class ScaledWeights
    {
        public const int RowsFlag = 1;
        public const int ColumnsFlag = 2;
        public const int PictureFlag = 4;
        public const int TransposedFlag = 8;

        /// <exception cref="System.IO.InvalidDataException">The section is damaged.</exception>
        public static float[] Decode(byte[] data, int offset, int length, int[] shape)
        {
            ByteReader header = new ByteReader(data, offset, offset + length);
            int flags = header.Byte("a scaled tensor's flags");
            if (flags > 15)
                throw NnzError.Damaged("a scaled tensor has flags " + flags);
            bool transposed = (flags & TransposedFlag) != 0;
            int count = TensorDecoder.Count(shape);
            if (count == 0)
                throw NnzError.Damaged("a scaled tensor is empty");
            int rows = transposed ? count / QuantisedWeights.Rows(shape) : QuantisedWeights.Rows(shape);
            int columns = count / rows;
            int height = 0;
            int width = columns;
            if ((flags & PictureFlag) != 0)
            {
                height = header.Varint("a picture's height", CosineTransform.MaxSide);
                width = header.Varint("a picture's width", CosineTransform.MaxSide);
                if (height == 0 || width == 0 || columns % (height * width) != 0)
                    throw NnzError.Damaged("pictures of " + height + " x " + width + " do not fill rows of " + columns);
            }
            int[] rowScales = new int[rows];
            int[] columnScales = new int[columns];
            int bytes = 0;
            if ((flags & (RowsFlag | ColumnsFlag)) != 0)
            {
                bytes = header.Varint("the length of a tensor's scales", header.Left);
                if (bytes > header.Left)
                    throw NnzError.Damaged("it ends inside a tensor's scales");
                RangeDecoder coder = new RangeDecoder(data, header.Position, bytes);
                if ((flags & RowsFlag) != 0)
                    new ScaleIndices().Run(ref coder, rowScales, rows);
                if ((flags & ColumnsFlag) != 0)
                    new ScaleIndices().Run(ref coder, columnScales, width);
                if (!coder.AtEnd)
                    throw NnzError.Damaged("a tensor's scales are longer than it needs");
            }
            float step;
            int[] levels = QuantisedWeights.DecodeLevels(data, header.Position + bytes, header.Left - bytes, new int[] { rows, columns }, out step);
            float[] values = height > 0
                ? FromPictures(levels, step, rowScales, columnScales, height, width)
                : FromLevels(levels, step, rowScales, columnScales);
            return transposed ? Transpose(values, rows, columns) : values;
        }

        private static float[] FromLevels(int[] levels, float step, int[] rowScales, int[] columnScales)
        {
            float[] values = new float[levels.Length];
            int i = 0;
            foreach (int row in rowScales)
            {
                double unit = (double)step * ScaleIndices.Multiplier(row);
                for (int c = 0; c < columnScales.Length; c++, i++)
                    values[i] = (float)((double)((long)levels[i] * ScaleIndices.Multiplier(columnScales[c])) * unit);
            }
            return values;
        }

        private static float[] FromPictures(int[] levels, float step, int[] rowScales, int[] columnScales, int height, int width)
        {
            int columns = columnScales.Length;
            CosineTransform transform = new CosineTransform(height, width);
            int[] coefficients = new int[columns];
            long[] pictures = new long[columns];
            float[] values = new float[levels.Length];
            for (int r = 0; r < rowScales.Length; r++)
            {
                for (int c = 0; c < columns; c++)
                {
                    long coefficient = (long)levels[r * columns + c] * ScaleIndices.Multiplier(columnScales[c]);
                    if (coefficient >= CosineTransform.MaxCoefficient || coefficient <= -CosineTransform.MaxCoefficient)
                        throw NnzError.Damaged("a coefficient is out of range");
                    coefficients[c] = (int)coefficient;
                }
                double unit = (double)step * ScaleIndices.Multiplier(rowScales[r]) * CosineTransform.Unit;
                for (int at = 0; at < columns; at += height * width)
                    transform.Invert(coefficients, pictures, at);
                for (int c = 0; c < columns; c++)
                    values[r * columns + c] = (float)(pictures[c] * unit);
            }
            return values;
        }

        private static float[] Transpose(float[] matrix, int rows, int columns)
        {
            float[] transposed = new float[matrix.Length];
            for (int r = 0; r < rows; r++)
            {
                for (int c = 0; c < columns; c++)
                    transposed[c * rows + r] = matrix[r * columns + c];
            }
            return transposed;
        }
    }
}
