using System;

namespace NNCompress.Runtime
{
    /// <summary>
    /// Sections of coder 5: levels of each neuron's two-dimensional cosine transform. A byte of flags (1: a neuron is a column of the stored tensor);
    /// height and width as varints; four profiles of signed bytes, eighths of an octave: gains of the rows and of the columns, steps of the vertical and of
    /// the horizontal frequencies; then, as coder 2 has it, a step and the matrix of levels, neurons × (height · width), in zigzag order.
    /// </summary>
    static class CosineWeights
    {
        public const int TransposedFlag = 1;

        /// <exception cref="System.IO.InvalidDataException">The section is damaged or does not fit the shape.</exception>
        public static float[] Decode(byte[] data, int offset, int length, int[] shape)
        {
            ByteReader head = new ByteReader(data, offset, offset + length);
            int flags = head.Byte("a transform's flags");
            if (flags > TransposedFlag)
                throw NnzError.Damaged("a transform has flags " + flags);
            bool transposed = flags == TransposedFlag;
            int height = head.Varint("a transform's height", CosineBasis.MaxSide);
            int width = head.Varint("a transform's width", CosineBasis.MaxSide);
            int count = shape.Length == 0 ? 1 : transposed ? shape[shape.Length - 1] : shape[0];
            if (height < 1 || width < 1 || (long)count * height * width != TensorDecoder.Count(shape))
                throw NnzError.Damaged("transforms of " + height + "x" + width + " do not fill their tensor");
            sbyte[] rowGains = Profile(head, height), columnGains = Profile(head, width), rowSteps = Profile(head, height), columnSteps = Profile(head, width);
            float step;
            int[] levels = QuantisedWeights.DecodeLevels(data, head.Position, head.Left, new[] { count, height * width }, out step);
            float[] values = new float[levels.Length];
            Inverse inverse = new Inverse(CosineBasis.Scaled(rowSteps, rowGains), CosineBasis.Scaled(columnSteps, columnGains), height, width);
            for (int i = 0; i < count; i++)
                inverse.Run(levels, i * height * width, step, values, transposed ? i : i * height * width, transposed ? count : 1);
            return values;
        }

        private static sbyte[] Profile(ByteReader head, int length)
        {
            sbyte[] profile = new sbyte[length];
            for (int i = 0; i < length; i++)
                profile[i] = unchecked((sbyte)head.Byte("a transform's profile"));
            return profile;
        }

        /// <summary>Weight (y, x) = step · Σ_u rows[u, y] · Σ_v level(u, v) · columns[v, x], in double, u and v ascending, rounded to float.</summary>
        private sealed class Inverse
        {
            private readonly float[] rows;
            private readonly float[] columns;
            private readonly int height;
            private readonly int width;
            private readonly int[] order;
            private readonly double[] half;
            private readonly double[] line;
            private readonly bool[] filled;

            public Inverse(float[] rows, float[] columns, int height, int width)
            {
                this.rows = rows;
                this.columns = columns;
                this.height = height;
                this.width = width;
                order = CosineBasis.Zigzag(height, width);
                half = new double[height * width];
                line = new double[width];
                filled = new bool[height];
            }

            public void Run(int[] levels, int from, float step, float[] values, int to, int stride)
            {
                Array.Clear(half, 0, half.Length);
                Array.Clear(filled, 0, filled.Length);
                for (int k = 0; k < order.Length; k++)
                {
                    int level = levels[from + k];
                    if (level == 0)
                        continue;
                    int u = order[k] / width;
                    filled[u] = true;
                    Add(columns, (order[k] - u * width) * width, level, half, u * width);
                }
                for (int y = 0; y < height; y++)
                {
                    Array.Clear(line, 0, line.Length);
                    for (int u = 0; u < height; u++)
                    {
                        if (filled[u])
                            Add(half, u * width, rows[u * height + y], line, 0);
                    }
                    for (int x = 0; x < line.Length; x++, to += stride)
                        values[to] = (float)(line[x] * step);
                }
            }

            private void Add(float[] source, int at, double factor, double[] target, int start)
            {
                for (int x = 0; x < width; x++)
                    target[start + x] += factor * source[at + x];
            }

            private void Add(double[] source, int at, double factor, double[] target, int start)
            {
                for (int x = 0; x < width; x++)
                    target[start + x] += factor * source[at + x];
            }
        }
    }
}
