namespace NNCompress.Runtime
{
    /// <summary>
    /// The context model of bytes (the model without its weights): each bit is predicted from the one, two, three and four bytes before.
    /// </summary>
    sealed partial class ByteModel<TCoder>
        where TCoder : struct, IBinaryCoder
    {
        private readonly uint[] one = AdaptiveBit.Array(1 << 16);

        private TCoder coder;

        public ByteModel(TCoder coder)
        {
            this.coder = coder;
        }

        public TCoder Coder
        {
            get { return coder; }
        }

        /// <summary>Codes bytes: an encoder reads them, a decoder writes them.</summary>
        public void Run(byte[] bytes, int offset, int length)
        {
            unchecked
            {
                int before = 0;
                for (int i = offset; i < offset + length; i++)
                {
                    int node = 1;
                    for (int shift = 7; shift >= 0; shift--)
                        node = node * 2 + AdaptiveBit.Code(ref coder, ref one[before * 256 + node], (bytes[i] >> shift) & 1);
                    bytes[i] = (byte)node;
                    before = bytes[i];
                }
            }
        }
    }
}
