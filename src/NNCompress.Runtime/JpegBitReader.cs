using System.IO;

namespace NNCompress.Runtime
{
    /// <summary>
    /// Bits of an entropy-coded segment, most significant first (ITU-T T.81, F.2.2.5): FF 00 is a stuffed FF, FF and any other byte ends the segment.
    /// </summary>
    sealed partial class JpegBitReader
    {
        readonly byte[] data;
        readonly int end;
        int position;
        uint window;
        int available;

        // Zero bits put in after the segment's end so that a look-ahead never fails; taking one of them does.
        int invented;

        public JpegBitReader(byte[] data, int offset, int end)
        {
            this.data = data;
            this.end = end;
            position = offset;
        }

        /// <summary>The next 16 bits, without taking them; zeros stand for those after the end.</summary>
        public int Peek16()
        {
            if (available < 16)
                Fill();
            return (int)(window >> 16);
        }

        /// <summary>Takes up to 16 bits that a <see cref="Peek16"/> has shown.</summary>
        /// <exception cref="InvalidDataException">The segment has fewer.</exception>
        public void Skip(int count)
        {
            window <<= count;
            available -= count;
            if (available < invented)
                throw new InvalidDataException("JPEG: the entropy-coded data ends too early.");
        }

        /// <summary>An additional-bits field as the signed number that it stands for (T.81 F.2.2.1, RECEIVE and EXTEND).</summary>
        /// <param name="size">1 to 15 bits.</param>
        public int ReceiveExtend(int size)
        {
            int bits = Peek16() >> (16 - size);
            Skip(size);
            return bits < 1 << (size - 1) ? bits - (1 << size) + 1 : bits;
        }

        /// <summary>Drops the bits that fill up the last byte and gives the offset of the byte after it.</summary>
        public int Align()
        {
            for (int whole = (available - invented) / 8; whole > 0; whole--)
            {
                position--;
                // A zero after FF is always a stuffed one: no other byte may follow FF inside a segment.
                if (data[position] == 0 && position > 0 && data[position - 1] == 0xFF)
                    position--;
            }
            window = 0;
            available = 0;
            invented = 0;
            return position;
        }

        /// <summary>Takes the marker RSTn that follows the last byte; fill bytes may stand before it (T.81 B.1.1.2, E.2.4).</summary>
        public void Restart(int number)
        {
            Align();
            int marker = position;
            while (marker < end && data[marker] == 0xFF)
                marker++;
            if (marker == position || marker >= end || data[marker] != 0xD0 + number)
                throw new InvalidDataException("JPEG: restart marker " + number + " is missing at offset " + position + ".");
            position = marker + 1;
        }

        void Fill()
        {
            while (available <= 24)
            {
                int next = position < end ? data[position] : -1;
                if (next == 0xFF)
                {
                    if (position + 1 < end && data[position + 1] == 0)
                        position += 2;
                    else
                        next = -1;
                }
                else if (next >= 0)
                {
                    position++;
                }
                if (next < 0)
                {
                    next = 0;
                    invented += 8;
                }
                window |= (uint)next << (24 - available);
                available += 8;
            }
        }
    }
}
