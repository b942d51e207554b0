namespace NNCompress.Runtime
{
    /// <summary>
    /// The context model of bytes (the model without its weights): five estimates of every bit, by the last one, two, three, four and six
    /// bytes, are mixed in the logistic domain. FORMAT.md has the definition.
    /// </summary>
    sealed partial class ByteModel<TCoder>
        where TCoder : struct, IBinaryCoder
    {
        private const int Orders = 5;
        private const int ManyBytes = 4096;
        private const int Limit = 127;
        private const int StartWeight = 22000;

        private static readonly Spare<uint[]> Spares = new Spare<uint[]>();

        private readonly int tableBits;
        private readonly uint[] bits;
        private readonly int[] weights = new int[8 * Orders];
        private readonly int[] logits = new int[Orders];
        private readonly int[] slots = new int[Orders];
        private readonly uint[] hashes = new uint[Orders];

        private TCoder coder;
        private ulong history;

        /// <param name="coder">The end of the arithmetic coder to work with.</param>
        /// <param name="length">Bytes that will be coded: few of them need no great tables, which take their time.</param>
        public ByteModel(TCoder coder, int length)
        {
            this.coder = coder;
            tableBits = length < ManyBytes ? 16 : 18;
            bits = Take(Orders << tableBits);
            for (int i = 0; i < weights.Length; i++)
                weights[i] = StartWeight;
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
                foreach (char known in SkeletonPrimer.Text)
                    Byte(known, false);
                for (int i = offset; i < offset + length; i++)
                    bytes[i] = (byte)Byte(bytes[i], true);
            }
        }

        /// <summary>Gives the model's memory to the next one; then it can no longer be run.</summary>
        public void Release()
        {
            Spares.Give(bits);
        }

        private static uint[] Take(int length)
        {
            uint[] table = Spares.Take();
            if (table == null || table.Length != length)
                table = new uint[length];
            AdaptiveBit.Reset(table);
            return table;
        }

        private int Byte(int value, bool code)
        {
            unchecked
            {
                hashes[0] = (uint)(history & 0xFF);
                hashes[1] = (uint)(history & 0xFFFF);
                hashes[2] = (uint)(history & 0xFFFFFF);
                hashes[3] = (uint)history;
                hashes[4] = (uint)history * 0x2F0B4C47u + ((uint)(history >> 32) & 0xFFFF);
                for (int i = 0; i < Orders; i++)
                    hashes[i] = (hashes[i] + 1) * 0x9E3779B1u;
                int node = 1;
                for (int shift = 7; shift >= 0; shift--)
                    node = node * 2 + Bit((value >> shift) & 1, node, 7 - shift, code);
                history = (history << 8) | (uint)(node & 255);
                return node & 255;
            }
        }

        private int Bit(int bit, int node, int position, bool code)
        {
            unchecked
            {
                int set = position * Orders;
                long dot = 0;
                for (int i = 0; i < Orders; i++)
                {
                    uint hash = (hashes[i] + (uint)node) * 0x85EBCA6Bu;
                    slots[i] = (i << tableBits) + (int)(hash >> (32 - tableBits));
                    logits[i] = Logistic.Logit(bits[slots[i]] >> 20);
                    dot += (long)weights[set + i] * logits[i];
                }
                int one = Logistic.Probability((int)(dot >> 16));
                if (code)
                    bit = coder.Code(bit, one);
                int error = ((bit << 16) - one) * 7;
                for (int i = 0; i < Orders; i++)
                {
                    weights[set + i] += (logits[i] * error + (1 << 15)) >> 16;
                    AdaptiveBit.Learn(ref bits[slots[i]], bit, Limit);
                }
                return bit;
            }
        }
    }
}
