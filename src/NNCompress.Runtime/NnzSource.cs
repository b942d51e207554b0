using System;
using System.IO;

namespace NNCompress.Runtime
{
    /// <summary>The bytes of an .nnz file, in memory or read from a stream where they are needed; any thread may read.</summary>
    sealed class NnzSource
    {
        private const int Part = 1 << 18;

        private readonly byte[] content;
        private readonly Stream stream;
        private readonly long origin;

        public NnzSource(byte[] content)
        {
            this.content = content;
            Length = content.Length;
        }

        /// <param name="stream">Can seek; the file goes from where it stands to its end. It must stay open and as it is.</param>
        public NnzSource(Stream stream)
        {
            this.stream = stream;
            origin = stream.Position;
            Length = stream.Length - origin;
        }

        public long Length { get; private set; }

        /// <summary>Bytes that the caller has seen to lie inside the file, from <paramref name="start"/> in the array, which is not to be changed.</summary>
        public byte[] Read(long offset, int count, out int start)
        {
            if (content != null)
            {
                start = (int)offset;
                return content;
            }
            byte[] bytes = new byte[count];
            Fill(offset, bytes, count);
            start = 0;
            return bytes;
        }

        /// <summary>CRC-32 of all from <paramref name="offset"/> on.</summary>
        public uint Checksum(long offset)
        {
            if (content != null)
                return Crc32.Of(content, (int)offset, content.Length - (int)offset);
            byte[] part = new byte[(int)Math.Min(Part, Length - offset)];
            uint crc = 0;
            for (; offset < Length; offset += part.Length)
            {
                int count = (int)Math.Min(part.Length, Length - offset);
                Fill(offset, part, count);
                crc = Crc32.Append(crc, part, 0, count);
            }
            return crc;
        }

        private void Fill(long offset, byte[] bytes, int count)
        {
            lock (stream)
            {
                stream.Position = origin + offset;
                for (int at = 0; at < count;)
                {
                    int read = stream.Read(bytes, at, count - at);
                    if (read <= 0)
                        throw NnzError.Damaged("it has become shorter since it was opened");
                    at += read;
                }
            }
        }
    }
}
