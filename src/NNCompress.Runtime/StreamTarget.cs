using System;
using System.IO;

namespace NNCompress.Runtime
{
    /// <summary>Writes a tensor's decoded weights to their place in a file, whatever the order in which they come.</summary>
    sealed class StreamTarget : WeightTarget
    {
        private const int Buffered = 1 << 16;

        private readonly Stream stream;
        private readonly long origin;
        private readonly int width;
        private readonly byte[] buffer = new byte[Buffered];
        private readonly WeightTarget converter;
        private long flushed;
        private int filled;
        private bool inOrder = true;
        private uint crc;

        /// <param name="stream">Can read, write and seek.</param>
        /// <param name="origin">Of the tensor's first byte.</param>
        /// <param name="elementType">1 float, 10 half, 11 double.</param>
        public StreamTarget(Stream stream, long origin, int elementType)
            : base(new byte[0], 0, elementType)
        {
            this.stream = stream;
            this.origin = origin;
            width = TensorDecoder.Width(elementType);
            converter = new WeightTarget(buffer, 0, elementType);
        }

        public override void Write(float[] source, int from, int count, int at)
        {
            long place = (long)at * width;
            if (place != flushed + filled)
            {
                Flush();
                inOrder = false;
                flushed = place;
            }
            while (count > 0)
            {
                int part = Math.Min(count, (Buffered - filled) / width);
                converter.Write(source, from, part, filled / width);
                filled += part * width;
                from += part;
                count -= part;
                if (filled == Buffered)
                    Flush();
            }
        }

        /// <summary>Writes what is left.</summary>
        /// <param name="bytes">Of the tensor, all written.</param>
        /// <returns>CRC-32 of its bytes in the file.</returns>
        public uint Finish(long bytes)
        {
            Flush();
            if (inOrder)
                return crc;
            stream.Position = origin;
            crc = 0;
            for (long at = 0; at < bytes;)
            {
                int read = stream.Read(buffer, 0, (int)Math.Min(Buffered, bytes - at));
                if (read <= 0)
                    throw new EndOfStreamException();
                crc = Crc32.Append(crc, buffer, 0, read);
                at += read;
            }
            return crc;
        }

        private void Flush()
        {
            if (filled == 0)
                return;
            if (inOrder)
                crc = Crc32.Append(crc, buffer, 0, filled);
            stream.Position = origin + flushed;
            stream.Write(buffer, 0, filled);
            flushed += filled;
            filled = 0;
        }
    }
}
