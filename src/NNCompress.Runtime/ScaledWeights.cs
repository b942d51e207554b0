using System;

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

        // Neurons that are columns of the tensor are written in bands of some, so that what is written lies together.
        private const int Band = 32;

        /// <summary>Decodes a section; beside the target it takes memory for some neurons only, unless the levels were scanned by columns.</summary>
        /// <exception cref="System.IO.InvalidDataException">The section is damaged.</exception>
        public static void Decode(byte[] data, int offset, int length, int[] shape, WeightTarget target)
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
            Neurons neurons = new Neurons(columnScales, height, width);
            Write(data, header.Position + bytes, header.Left - bytes, rowScales, neurons, transposed, target);
        }

        private static void Write(byte[] data, int offset, int length, int[] rowScales, Neurons neurons, bool transposed, WeightTarget target)
        {
            int rows = rowScales.Length;
            int columns = neurons.Columns;
            int[] shape = { rows, columns };
            QuantisedHead head = QuantisedHead.Read(data, offset, length, shape);
            float step;
            int[] all = head.Transposed ? QuantisedWeights.DecodeLevels(data, offset, length, shape, out step) : null;
            LevelModel<RangeDecoder> model = head.Transposed ? null : head.Model(data);
            int[] levels = all ?? new int[columns];
            int[] places = model != null ? model.Places : new int[columns];
            int most = transposed ? Math.Min(Band, rows) : 1;
            float[] values = new float[most * columns];
            for (int first = 0; first < rows; first += most)
            {
                int together = Math.Min(most, rows - first);
                Array.Clear(values, 0, values.Length);
                for (int i = 0; i < together; i++)
                {
                    if (model != null)
                        model.Row(levels, 0);
                    int from = model != null ? 0 : (first + i) * columns;
                    double unit = (double)head.Step * ScaleIndices.Multiplier(rowScales[first + i]);
                    int count = model != null ? model.Count : List(levels, from, places);
                    neurons.Decode(levels, from, places, count, unit, values, transposed ? i : 0, transposed ? together : 1);
                    for (int k = 0; k < count; k++)
                        levels[from + places[k]] = 0;
                }
                if (!transposed)
                    target.Write(values, 0, columns, first * columns);
                for (int c = 0; c < columns && transposed; c++)
                    target.Write(values, c * together, together, c * rows + first);
            }
            if (model == null)
                return;
            if (!model.Coder.AtEnd)
                throw NnzError.Damaged("a section is longer than its tensor needs");
            model.Release();
        }

        private static int List(int[] levels, int from, int[] places)
        {
            int count = 0;
            for (int i = 0; i < places.Length; i++)
            {
                if (levels[from + i] != 0)
                    places[count++] = i;
            }
            return count;
        }

        /// <summary>Turns the levels of one neuron into its weights.</summary>
        private sealed class Neurons
        {
            private readonly double[] multipliers;
            private readonly CosineTransform transform;
            private readonly int area;
            private readonly int[] coefficients;
            private readonly int[] frequencies;

            public Neurons(int[] columnScales, int height, int width)
            {
                multipliers = Array.ConvertAll(columnScales, scale => (double)ScaleIndices.Multiplier(scale));
                if (height == 0)
                    return;
                transform = new CosineTransform(height, width, true);
                area = height * width;
                coefficients = new int[area];
                frequencies = new int[area];
            }

            public int Columns
            {
                get { return multipliers.Length; }
            }

            /// <param name="levels">Of all neurons, or of this one.</param>
            /// <param name="from">Where this one's begin.</param>
            /// <param name="places">Those of them that are not zero, ascending.</param>
            /// <param name="count">How many they are.</param>
            /// <param name="unit">What a level is worth that has no scale.</param>
            /// <param name="values">Takes the weights; zeros before.</param>
            /// <param name="to">Where they begin.</param>
            /// <param name="stride">From one of them to the next.</param>
            public void Decode(int[] levels, int from, int[] places, int count, double unit, float[] values, int to, int stride)
            {
                // A level times a multiplier is far below 2^53, thus exact.
                if (transform == null)
                {
                    for (int i = 0; i < count; i++)
                        values[to + places[i] * stride] = (float)(levels[from + places[i]] * multipliers[places[i]] * unit);
                    return;
                }
                int next = 0;
                for (int at = 0; at < multipliers.Length; at += area)
                {
                    int first = next;
                    for (; next < count && places[next] < at + area; next++)
                    {
                        double coefficient = levels[from + places[next]] * multipliers[places[next]];
                        if (coefficient >= CosineTransform.MaxCoefficient || coefficient <= -CosineTransform.MaxCoefficient)
                            throw NnzError.Damaged("a coefficient is out of range");
                        frequencies[next - first] = places[next] - at;
                        coefficients[next - first] = (int)coefficient;
                    }
                    if (next > first)
                        transform.Invert(frequencies, coefficients, next - first, unit * CosineTransform.Unit, values, to + at * stride, stride);
                }
            }
        }
    }
}
