using System;
using System.Text;

namespace NNCompress.Runtime
{
    /// <summary>Reads what stands before the sections of an .nnz file.</summary>
    sealed class SourceReader : FieldReader
    {
        private const int Part = 1 << 16;

        private readonly NnzSource source;
        private byte[] part = new byte[0];
        private long partStart;
        private int start;
        private int count;

        public SourceReader(NnzSource source, long offset)
        {
            this.source = source;
            Position = offset;
        }

        public long Position { get; private set; }

        public long Left
        {
            get { return source.Length - Position; }
        }

        /// <summary><see cref="Left"/>, cut to what a varint can say.</summary>
        public int Limit
        {
            get { return (int)Math.Min(Left, int.MaxValue); }
        }

        public override int Byte(string what)
        {
            if (Left < 1)
                throw NnzError.Damaged("it ends inside " + what);
            if (Position >= partStart + count || Position < partStart)
            {
                count = (int)Math.Min(Part, Left);
                part = source.Read(Position, count, out start);
                partStart = Position;
            }
            return part[start + (int)(Position++ - partStart)];
        }

        public string Text(int length, string what)
        {
            if (length > Left)
                throw NnzError.Damaged("it ends inside " + what);
            int from;
            byte[] bytes = source.Read(Position, length, out from);
            Position += length;
            return Encoding.UTF8.GetString(bytes, from, length);
        }
    }
}
