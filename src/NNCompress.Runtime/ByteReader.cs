using System.Text;

namespace NNCompress.Runtime
{
    /// <summary>Reads a part of an array; every read is checked against the end.</summary>
    sealed class ByteReader
    {
        private readonly byte[] data;
        private readonly int end;

        public ByteReader(byte[] data, int offset, int end)
        {
            this.data = data;
            this.end = end;
            Position = offset;
        }

        public int Position { get; private set; }

        public int Left
        {
            get { return end - Position; }
        }

        public int Byte(string what)
        {
            if (Left < 1)
                throw NnzError.Damaged("it ends inside " + what);
            return data[Position++];
        }

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

        public string Text(int length, string what)
        {
            if (length > Left)
                throw NnzError.Damaged("it ends inside " + what);
            string text = Encoding.UTF8.GetString(data, Position, length);
            Position += length;
            return text;
        }
    }
}
