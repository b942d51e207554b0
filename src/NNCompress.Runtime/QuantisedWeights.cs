namespace NNCompress.Runtime
{
    /// <summary>Sections of coder 2: the step as a 32-bit float, then the levels as <see cref="LevelModel{TCoder}"/> codes them.</summary>
    static class QuantisedWeights
    {
        public const int HeaderLength = 4;

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

        public static int[] DecodeLevels(byte[] data, int offset, int length, int[] shape, out float step)
        {
            ByteReader header = new ByteReader(data, offset, offset + length);
            step = HalfFloat.FromPattern(header.UInt32("a quantisation step"));
            if (!(step > 0) || float.IsInfinity(step))
                throw NnzError.Damaged("a quantisation step is not a positive number");
            int rows = Rows(shape);
            int count = TensorDecoder.Count(shape);
            int[] levels = new int[count];
            if (count == 0)
                return levels;
            LevelModel<RangeDecoder> model = new LevelModel<RangeDecoder>(new RangeDecoder(data, header.Position, header.Left));
            model.Run(levels, rows, count / rows);
            if (!model.Coder.AtEnd)
                throw NnzError.Damaged("a section is longer than its tensor needs");
            return levels;
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
    }
}
