using System;
using System.Collections.Generic;
using System.Text;

namespace NNCompress.Runtime
{
    /// <summary>What stands before the sections of an .nnz file, read and checked; and the skeleton, decoded.</summary>
    sealed class NnzDirectory
    {
        public const int HeaderLength = 9;

        // Each bit of the skeleton has a least cost, so a coded byte cannot make more bytes than this.
        public const int MaxSkeletonBytesPerByte = 4096;

        private const int MaxRank = 64;

        private readonly List<NnzSection> sections = new List<NnzSection>();

        public static readonly byte[] Signature = { 0x89, (byte)'N', (byte)'N', (byte)'Z' };

        public int OnnxLength { get; private set; }

        public uint OnnxChecksum { get; private set; }

        public byte[] Skeleton { get; private set; }

        public int SkeletonBytes { get; private set; }

        public IReadOnlyList<NnzSection> Sections
        {
            get { return sections; }
        }

        /// <exception cref="System.IO.InvalidDataException">See <see cref="NnzError"/>.</exception>
        public static NnzDirectory Read(byte[] file, long maxDecodedBytes)
        {
            for (int i = 0; i < Signature.Length; i++)
            {
                if (i >= file.Length || file[i] != Signature[i])
                    throw NnzError.NotNnz();
            }
            ByteReader reader = new ByteReader(file, Signature.Length, file.Length);
            int version = reader.Byte("the header");
            if (version != NnzFile.FormatVersion)
                throw version > NnzFile.FormatVersion ? NnzError.Newer(version) : NnzError.Damaged("it has format version 0");
            uint checksum = reader.UInt32("the header");
            if (checksum != Crc32.Of(file, HeaderLength, file.Length - HeaderLength))
                throw NnzError.Damaged("its content does not have the checksum in its header");
            NnzDirectory directory = new NnzDirectory();
            directory.Read(file, reader, maxDecodedBytes);
            return directory;
        }

        private void Read(byte[] file, ByteReader reader, long maxDecodedBytes)
        {
            OnnxChecksum = reader.UInt32("the header");
            OnnxLength = reader.Varint("the length of the model", int.MaxValue);
            if (OnnxLength > Math.Min(maxDecodedBytes, NnzFile.DefaultMaxDecodedBytes))
                throw NnzError.TooLarge(OnnxLength, Math.Min(maxDecodedBytes, NnzFile.DefaultMaxDecodedBytes));
            int skeletonLength = reader.Varint("the length of the skeleton", OnnxLength);
            SkeletonBytes = reader.Varint("the length of the skeleton's section", reader.Left);
            if (skeletonLength > (SkeletonBytes + 8L) * MaxSkeletonBytesPerByte)
                throw NnzError.Damaged("the skeleton's section is too short for " + skeletonLength + " bytes");
            int count = reader.Varint("the number of tensors", reader.Left);
            List<Entry> entries = new List<Entry>();
            int splice = 0;
            long onnxLength = skeletonLength, fileLength = SkeletonBytes;
            for (int i = 0; i < count; i++)
            {
                Entry entry = Entry.Read(reader, ref splice, skeletonLength);
                onnxLength += (long)TensorDecoder.Count(entry.Shape) * TensorDecoder.Width(entry.ElementType);
                fileLength += entry.Bytes;
                entries.Add(entry);
            }
            if (onnxLength != OnnxLength)
                throw NnzError.Damaged("its parts make " + onnxLength + " bytes of a model of " + OnnxLength);
            if (fileLength != reader.Left)
                throw NnzError.Damaged("its sections need " + fileLength + " bytes, and " + reader.Left + " follow the directory");
            Skeleton = SkeletonDecoder.Decode(file, reader.Position, SkeletonBytes, skeletonLength);
            int offset = reader.Position + SkeletonBytes;
            HashSet<string> names = new HashSet<string>(StringComparer.Ordinal);
            foreach (Entry entry in entries)
            {
                string name = entry.Name ?? Encoding.UTF8.GetString(Skeleton, entry.NameStart, entry.NameLength);
                if (!names.Add(name))
                    throw NnzError.Damaged("two tensors are named '" + name + "'");
                sections.Add(new NnzSection(file, offset, entry.Bytes, name, entry.Shape, entry.Coder, entry.ElementType, entry.Splice));
                offset += entry.Bytes;
            }
        }

        private sealed class Entry
        {
            public string Name;
            public int NameStart;
            public int NameLength;
            public int[] Shape;
            public int Coder;
            public int ElementType;
            public int Splice;
            public int Bytes;

            public static Entry Read(ByteReader reader, ref int splice, int skeletonLength)
            {
                Entry entry = new Entry();
                splice += reader.Varint("a tensor's place", skeletonLength - splice);
                entry.Splice = splice;
                int kind = reader.Byte("a tensor's kind");
                entry.Coder = kind & 15;
                entry.ElementType = kind >> 4;
                if (TensorDecoder.Width(entry.ElementType) == 0)
                    throw NnzError.Damaged("a tensor has element type " + entry.ElementType);
                int back = reader.Varint("a tensor's name", splice + 1);
                if (back == 0)
                {
                    entry.NameLength = reader.Varint("the length of a tensor's name", reader.Left);
                    entry.Name = reader.Text(entry.NameLength, "a tensor's name");
                }
                else
                {
                    int end = splice - (back - 1);
                    entry.NameLength = reader.Varint("the length of a tensor's name", end);
                    entry.NameStart = end - entry.NameLength;
                }
                entry.Shape = new int[reader.Varint("a tensor's rank", MaxRank)];
                for (int i = 0; i < entry.Shape.Length; i++)
                    entry.Shape[i] = reader.Varint("a tensor's dimension", int.MaxValue);
                int count = TensorDecoder.Count(entry.Shape);
                entry.Bytes = reader.Varint("the length of a tensor's section", reader.Left);
                if (count < 0 || !TensorDecoder.IsPlausible(entry.Coder, count, entry.Bytes))
                    throw NnzError.Damaged("a section of " + entry.Bytes + " bytes with coder " + entry.Coder + " cannot hold " + count + " weights");
                return entry;
            }
        }
    }
}
