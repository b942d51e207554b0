namespace NNCompress.Runtime
{
    /// <summary>Reads what a carry-propagating range coder wrote: 32-bit range, renewed by bytes, zeros implied past the end.</summary>
    struct RangeDecoder : IBinaryCoder
    {
        private const uint Renew = 1u << 24;

        private readonly byte[] data;
        private readonly int end;
        private int position;
        private uint range;
        private uint code;

        public RangeDecoder(byte[] data, int offset, int length)
        {
            this.data = data;
            position = offset;
            end = offset + length;
            range = uint.MaxValue;
            code = 0;
            for (int i = 0; i < 4; i++)
                code = (code << 8) | Next();
        }

        /// <summary>True when every byte of the section has been used: an encoder never writes more than its decoder reads.</summary>
        public bool AtEnd
        {
            get { return position == end; }
        }

        public int Code(int bit, int one)
        {
            unchecked
            {
                uint bound = (uint)(((ulong)range * (uint)one) >> 16);
                if (code < bound)
                {
                    range = bound;
                    bit = 1;
                }
                else
                {
                    code -= bound;
                    range -= bound;
                    bit = 0;
                }
                while (range < Renew)
                {
                    range <<= 8;
                    code = (code << 8) | Next();
                }
                return bit;
            }
        }

        private uint Next()
        {
            return position < end ? data[position++] : 0u;
        }
    }
}
