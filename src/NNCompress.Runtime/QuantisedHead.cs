using System;

namespace NNCompress.Runtime
{
    /// <summary>
    /// What stands before the levels in a section of coder 2: a byte (low four bits: shift; then a bit each for transposed, taps, a step of 16
    /// bits, and a lag), the step, the lag as a varint, the taps.
    /// </summary>
    sealed class QuantisedHead
    {
        public const int MinLag = 3;
        public const int TransposedFlag = 16, TapsFlag = 32, ShortStepFlag = 64, LagFlag = 128;

        private int shift;
        private int lag;
        private sbyte[] taps;
        private int position;
        private int left;

        public float Step { get; private set; }

        public bool Transposed { get; private set; }

        /// <summary>Rows as they are scanned: the matrix' columns where it is transposed.</summary>
        public int ScannedRows { get; private set; }

        public int ScannedColumns { get; private set; }

        /// <exception cref="System.IO.InvalidDataException">The head is damaged or does not fit the shape.</exception>
        public static QuantisedHead Read(byte[] data, int offset, int length, int[] shape)
        {
            ByteReader reader = new ByteReader(data, offset, offset + length);
            QuantisedHead head = new QuantisedHead();
            int flags = reader.Byte("a tensor's scan");
            head.shift = flags & 15;
            head.Transposed = (flags & TransposedFlag) != 0;
            uint pattern = (flags & ShortStepFlag) != 0 ? reader.UInt16("a quantisation step") << 16 : reader.UInt32("a quantisation step");
            head.Step = HalfFloat.FromPattern(pattern);
            if (!(head.Step > 0) || float.IsInfinity(head.Step))
                throw NnzError.Damaged("a quantisation step is not a positive number");
            int count = TensorDecoder.Count(shape);
            int rows = QuantisedWeights.Rows(shape);
            int columns = count / rows;
            head.ScannedRows = head.Transposed ? columns : rows;
            head.ScannedColumns = head.Transposed ? rows : columns;
            if ((flags & LagFlag) != 0)
            {
                head.lag = reader.Varint("a tensor's lag", Math.Max(0, head.ScannedColumns - 1));
                if (head.lag < MinLag)
                    throw NnzError.Damaged("a tensor has lag " + head.lag);
            }
            if ((flags & TapsFlag) != 0)
            {
                head.taps = new sbyte[head.lag > 0 ? Neighbourhood.LagTaps : Neighbourhood.PlainTaps];
                for (int i = 0; i < head.taps.Length; i++)
                    head.taps[i] = unchecked((sbyte)reader.Byte("a tensor's prediction"));
            }
            head.position = reader.Position;
            head.left = reader.Left;
            return head;
        }

        /// <summary>The model that decodes the levels behind this head.</summary>
        public LevelModel<RangeDecoder> Model(byte[] data)
        {
            return new LevelModel<RangeDecoder>(new RangeDecoder(data, position, left), ScannedColumns, shift, lag, taps);
        }
    }
}
