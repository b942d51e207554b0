namespace NNCompress.Runtime
{
    /// <summary>Reads a part of an array.</summary>
    sealed class ByteReader : FieldReader
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

        public override int Byte(string what)
        {
            if (Left < 1)
                throw NnzError.Damaged("it ends inside " + what);
            return data[Position++];
        }
    }
}
