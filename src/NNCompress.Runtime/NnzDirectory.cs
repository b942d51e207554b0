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

        /// <summary>In a tensor's kind: its data lie in the data file.</summary>
        public const int ApartFlag = 8;

        /// <summary>Where tensors begin in the data file: at multiples of a page, so that runtimes can map them.</summary>
        public const int Alignment = 4096;

        private const int MaxRank = 64;
        private const int MaxDataName = 255;

        private readonly List<NnzSection> sections = new List<NnzSection>();

        public static readonly byte[] Signature = { 0x89, (byte)'N', (byte)'N', (byte)'Z' };

        public int Version { get; private set; }

        public int OnnxLength { get; private set; }

        /// <summary>CRC-32 of the ONNX file, and of the data file behind it.</summary>
        public uint OnnxChecksum { get; private set; }

        /// <summary>Name of the file that holds the weights beside the ONNX file; null where they are inside it.</summary>
        public string DataName { get; private set; }

        /// <summary>Bytes of the data file.</summary>
        public long DataLength { get; private set; }

        public byte[] Skeleton { get; private set; }

        public int SkeletonBytes { get; private set; }

        public IReadOnlyList<NnzSection> Sections
        {
            get { return sections; }
        }

        /// <exception cref="System.IO.InvalidDataException">See <see cref="NnzError"/>.</exception>
        public static NnzDirectory Read(NnzSource source, long maxDecodedBytes)
        {
            SourceReader reader = new SourceReader(source, 0);
            for (int i = 0; i < Signature.Length; i++)
            {
                if (i >= source.Length || reader.Byte("the header") != Signature[i])
                    throw NnzError.NotNnz();
            }
            int version = reader.Byte("the header");
            if (version < NnzFile.ModelVersion || version > NnzFile.FormatVersion)
                throw version > NnzFile.FormatVersion ? NnzError.Newer(version) : NnzError.Damaged("it has format version 0");
            uint checksum = reader.UInt32("the header");
            if (checksum != source.Checksum(HeaderLength))
                throw NnzError.Damaged("its content does not have the checksum in its header");
            NnzDirectory directory = new NnzDirectory { Version = version };
            directory.Read(source, reader, maxDecodedBytes);
            return directory;
        }

        private void Read(NnzSource source, SourceReader reader, long maxDecodedBytes)
        {
            // Far from where a sum of one more tensor would overflow.
            maxDecodedBytes = Math.Min(maxDecodedBytes, 1L << 62);
            OnnxChecksum = reader.UInt32("the header");
            OnnxLength = reader.Varint("the length of the model", int.MaxValue);
            CheckLimit(Math.Min(maxDecodedBytes, NnzFile.LongestArray));
            int skeletonLength = reader.Varint("the length of the skeleton", OnnxLength);
            SkeletonBytes = reader.Varint("the length of the skeleton's section", reader.Limit);
            if (skeletonLength > (SkeletonBytes + 8L) * MaxSkeletonBytesPerByte)
                throw NnzError.Damaged("the skeleton's section is too short for " + skeletonLength + " bytes");
            int count = reader.Varint("the number of tensors", reader.Limit);
            List<Entry> entries = new List<Entry>();
            int splice = 0;
            long onnxLength = skeletonLength, fileLength = SkeletonBytes;
            for (int i = 0; i < count; i++)
            {
                Entry entry = Entry.Read(reader, ref splice, skeletonLength);
                if (entry.Apart != (i == 0 ? entry.Apart : entries[0].Apart))
                    throw NnzError.Damaged("some of its weights are in the model and some apart");
                long bytes = (long)TensorDecoder.Count(entry.Shape) * TensorDecoder.Width(entry.ElementType);
                entry.Place = entry.Apart ? Aligned(DataLength) : onnxLength - skeletonLength + splice;
                if (entry.Apart)
                    DataLength = entry.Place + bytes;
                else
                    onnxLength += bytes;
                CheckLimit(maxDecodedBytes);
                fileLength += entry.Bytes;
                entries.Add(entry);
            }
            if (onnxLength != OnnxLength)
                throw NnzError.Damaged("its parts make " + onnxLength + " bytes of a model of " + OnnxLength);
            if (count > 0 && entries[0].Apart)
                ReadDataName(reader);
            if (fileLength != reader.Left)
                throw NnzError.Damaged("its sections need " + fileLength + " bytes, and " + reader.Left + " follow the directory");
            int start;
            byte[] coded = source.Read(reader.Position, SkeletonBytes, out start);
            Skeleton = SkeletonDecoder.Decode(coded, start, SkeletonBytes, skeletonLength);
            long offset = reader.Position + SkeletonBytes;
            HashSet<string> names = new HashSet<string>(StringComparer.Ordinal);
            foreach (Entry entry in entries)
            {
                string name = entry.Name ?? Encoding.UTF8.GetString(Skeleton, entry.NameStart, entry.NameLength);
                if (!names.Add(name))
                    throw NnzError.Damaged("two tensors are named '" + name + "'");
                sections.Add(new NnzSection(source, offset, entry.Bytes, name, entry.Shape, entry.Coder, entry.ElementType, entry.Splice, entry.Place));
                offset += entry.Bytes;
            }
        }

        /// <summary>CRC-32 of the ONNX file, and of the data file behind it, from those of the tensors' data.</summary>
        public uint Checksum(uint[] tensors)
        {
            uint crc = DataName == null ? 0 : Crc32.Of(Skeleton, 0, Skeleton.Length);
            byte[] gap = new byte[Alignment];
            long at = 0;
            int from = 0;
            for (int i = 0; i < tensors.Length; i++)
            {
                NnzSection section = sections[i];
                if (DataName == null)
                    crc = Crc32.Append(crc, Skeleton, from, section.Splice - from);
                else
                    crc = Crc32.Append(crc, gap, 0, (int)(section.Place - at));
                crc = Crc32.Combine(crc, tensors[i], section.DecodedBytes);
                at = section.Place + section.DecodedBytes;
                from = section.Splice;
            }
            return DataName == null ? Crc32.Append(crc, Skeleton, from, Skeleton.Length - from) : crc;
        }

        /// <summary>The next multiple of <see cref="Alignment"/>.</summary>
        public static long Aligned(long length)
        {
            return (length + Alignment - 1) / Alignment * Alignment;
        }

        private void CheckLimit(long limit)
        {
            if (OnnxLength + DataLength > limit)
                throw NnzError.TooLarge(OnnxLength + DataLength, limit);
        }

        // The file lands in a folder that the caller chose: its name must not lead out of it.
        private void ReadDataName(SourceReader reader)
        {
            DataName = reader.Text(reader.Varint("the length of the data file's name", MaxDataName), "the data file's name");
            bool plain = DataName.Trim(' ', '.').Length > 0;
            foreach (char c in DataName)
                plain &= c >= ' ' && c != '/' && c != '\\' && c != ':';
            if (!plain)
                throw NnzError.Damaged("the data file's name is not that of a file");
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
            public bool Apart;
            public long Place;

            public static Entry Read(SourceReader reader, ref int splice, int skeletonLength)
            {
                Entry entry = new Entry();
                splice += reader.Varint("a tensor's place", skeletonLength - splice);
                entry.Splice = splice;
                int kind = reader.Byte("a tensor's kind");
                entry.Coder = kind & 7;
                entry.Apart = (kind & ApartFlag) != 0;
                entry.ElementType = kind >> 4;
                if (TensorDecoder.Width(entry.ElementType) == 0)
                    throw NnzError.Damaged("a tensor has element type " + entry.ElementType);
                int back = reader.Varint("a tensor's name", splice + 1);
                if (back == 0)
                {
                    entry.NameLength = reader.Varint("the length of a tensor's name", reader.Limit);
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
                entry.Bytes = reader.Varint("the length of a tensor's section", reader.Limit);
                if (count < 0 || !TensorDecoder.IsPlausible(entry.Coder, count, entry.Bytes))
                    throw NnzError.Damaged("a section of " + entry.Bytes + " bytes with coder " + entry.Coder + " cannot hold " + count + " weights");
                return entry;
            }
        }
    }
}
