using System;

namespace NNCompress.Runtime
{
    /// <summary>Sections of coder 2: a head (<see cref="QuantisedHead"/>), then the levels as <see cref="LevelModel{TCoder}"/> codes them.</summary>
    static class QuantisedWeights
    {
        // Columns that were scanned as rows are turned back in bands of some, so that what is written lies together.
        private const int Band = 32;
        private const int MaxBandLength = 1 << 20;

        /// <summary>Decodes a section; beside the target it takes memory for some rows only.</summary>
        /// <exception cref="System.IO.InvalidDataException">The section is damaged.</exception>
        public static void Decode(byte[] data, int offset, int length, int[] shape, WeightTarget target)
        {
            QuantisedHead head = QuantisedHead.Read(data, offset, length, shape);
            int count = TensorDecoder.Count(shape);
            if (count == 0)
                return;
            LevelModel<RangeDecoder> model = head.Model(data);
            int[] levels = new int[head.ScannedColumns];
            if (head.Transposed)
                DecodeColumns(model, head, levels, target);
            else
                DecodeRows(model, head, levels, target);
            if (!model.Coder.AtEnd)
                throw NnzError.Damaged("a section is longer than its tensor needs");
            model.Release();
        }

        /// <summary>The levels, row-major.</summary>
        /// <exception cref="System.IO.InvalidDataException">The section is damaged.</exception>
        public static int[] DecodeLevels(byte[] data, int offset, int length, int[] shape, out float step)
        {
            QuantisedHead head = QuantisedHead.Read(data, offset, length, shape);
            step = head.Step;
            int[] levels = new int[TensorDecoder.Count(shape)];
            if (levels.Length == 0)
                return levels;
            LevelModel<RangeDecoder> model = head.Model(data);
            int[] row = head.Transposed ? new int[head.ScannedColumns] : levels;
            for (int r = 0; r < head.ScannedRows; r++)
            {
                model.Row(row, head.Transposed ? 0 : r * head.ScannedColumns);
                for (int i = 0; i < model.Count && head.Transposed; i++)
                {
                    levels[model.Places[i] * head.ScannedRows + r] = row[model.Places[i]];
                    row[model.Places[i]] = 0;
                }
            }
            if (!model.Coder.AtEnd)
                throw NnzError.Damaged("a section is longer than its tensor needs");
            model.Release();
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

        private static void DecodeRows(LevelModel<RangeDecoder> model, QuantisedHead head, int[] levels, WeightTarget target)
        {
            float[] row = new float[levels.Length];
            for (int r = 0; r < head.ScannedRows; r++)
            {
                model.Row(levels, 0);
                for (int i = 0; i < model.Count; i++)
                    row[model.Places[i]] = Value(levels[model.Places[i]], head.Step);
                target.Write(row, 0, row.Length, r * row.Length);
                for (int i = 0; i < model.Count; i++)
                    row[model.Places[i]] = levels[model.Places[i]] = 0;
            }
        }

        private static void DecodeColumns(LevelModel<RangeDecoder> model, QuantisedHead head, int[] levels, WeightTarget target)
        {
            int most = Math.Min(head.ScannedRows, Math.Max(1, Math.Min(Band, MaxBandLength / levels.Length)));
            float[] band = new float[levels.Length * most];
            for (int first = 0; first < head.ScannedRows; first += most)
            {
                int width = Math.Min(most, head.ScannedRows - first);
                for (int i = 0; i < width; i++)
                {
                    model.Row(levels, 0);
                    for (int c = 0; c < levels.Length; c++)
                        band[c * width + i] = Value(levels[c], head.Step);
                    Array.Clear(levels, 0, levels.Length);
                }
                for (int c = 0; c < levels.Length; c++)
                    target.Write(band, c * width, width, c * head.ScannedRows + first);
            }
        }
    }
}
