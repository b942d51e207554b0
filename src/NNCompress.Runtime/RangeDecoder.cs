using System.Runtime.CompilerServices;

namespace NNCompress.Runtime
{
    /// <summary>Reads what a carry-propagating range coder wrote: 64-bit range, renewed by four bytes, zeros implied past the end.</summary>
    struct RangeDecoder : IBinaryCoder
    {
        private readonly byte[] data;
        private readonly int end;
        private int position;
        private ulong range;
        private ulong code;

        public RangeDecoder(byte[] data, int offset, int length)
        {
            this.data = data;
            position = offset;
            end = offset + length;
            range = ulong.MaxValue;
            code = 0;
            code = (ulong)Next() << 32;
            code |= Next();
        }

        /// <summary>True when every byte of the section has been used: an encoder never writes more than its decoder reads.</summary>
        public bool AtEnd
        {
            get { return position == end; }
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public int Code(int bit, int one)
        {
            unchecked
            {
                ulong bound = (range >> 16) * (uint)one;
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
                if (range <= uint.MaxValue)
                    Renew();
                return bit;
            }
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public int CodeUnforeseen(int bit, int one)
        {
            unchecked
            {
                ulong bound = (range >> 16) * (uint)one;
                bit = code < bound ? 1 : 0;
                ulong zero = (ulong)(bit - 1L);
                code -= bound & zero;
                range = bound + ((range - bound - bound) & zero);
                if (range <= uint.MaxValue)
                    Renew();
                return bit;
            }
        }

        private void Renew()
        {
            range <<= 32;
            code = (code << 32) | Next();
        }

        private uint Next()
        {
            uint value = 0;
            for (int shift = 24; shift >= 0 && position < end; shift -= 8)
                value |= (uint)data[position++] << shift;
            return value;
        }
    }
}
