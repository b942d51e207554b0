namespace NNCompress.Runtime
{
    /// <summary>Reads the fields of a file one after another; every read is checked against the end.</summary>
    abstract class FieldReader
    {
        public abstract int Byte(string what);

        public uint UInt16(string what)
        {
            uint value = (uint)Byte(what);
            return value | ((uint)Byte(what) << 8);
        }

        public uint UInt32(string what)
        {
            uint value = (uint)Byte(what);
            value |= (uint)Byte(what) << 8;
            value |= (uint)Byte(what) << 16;
            return value | ((uint)Byte(what) << 24);
        }

        /// <summary>Seven bits a byte, lowest first, the top bit set where more follow; at most <paramref name="limit"/>.</summary>
        public int Varint(string what, int limit)
        {
            long value = 0;
            for (int shift = 0; ; shift += 7)
            {
                int next = Byte(what);
                value |= (long)(next & 127) << shift;
                if (value > limit)
                    throw NnzError.Damaged(what + " is " + value + " or more, and at most " + limit + " fits");
                if (next == 0 && shift > 0)
                    throw NnzError.Damaged(what + " takes more bytes than it needs");
                if (next < 128)
                    return (int)value;
                if (shift == 28)
                    throw NnzError.Damaged(what + " is longer than five bytes");
            }
        }
    }
}
