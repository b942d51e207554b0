using System;
using System.Collections.Generic;
using System.IO;

namespace NNCompress.Runtime
{
    /// <summary>An opened .nnz file: decodes its tensors and rebuilds the ONNX model.</summary>
    sealed partial class NnzFile
    {
        public const int FormatVersion = 1;

        /// <summary>The largest array of bytes that every .NET runtime can hold.</summary>
        public const long DefaultMaxDecodedBytes = 0x7FFFFFC7;

        private readonly NnzDirectory directory;

        private NnzFile(NnzDirectory directory)
        {
            this.directory = directory;
        }

        /// <summary>Length of the ONNX file.</summary>
        public int OnnxLength
        {
            get { return directory.OnnxLength; }
        }

        /// <summary>Bytes in the file that hold the model without its weights.</summary>
        public int SkeletonBytes
        {
            get { return directory.SkeletonBytes; }
        }

        /// <summary>The coded tensors in the order of the ONNX file.</summary>
        public IReadOnlyList<NnzSection> Sections
        {
            get { return directory.Sections; }
        }

        /// <summary>Checks the file and reads its directory; <paramref name="content"/> is kept, not copied.</summary>
        /// <param name="content">The whole .nnz file.</param>
        /// <param name="maxDecodedBytes">The longest ONNX file that may come out.</param>
        /// <exception cref="InvalidDataException">Not an .nnz file, damaged, of a newer version, or above the limit.</exception>
        public static NnzFile Open(byte[] content, long maxDecodedBytes = DefaultMaxDecodedBytes)
        {
            if (content == null)
                throw new ArgumentNullException("content");
            return new NnzFile(NnzDirectory.Read(content, maxDecodedBytes));
        }

        /// <summary>Rebuilds the ONNX file, byte for byte as the compressor verified it.</summary>
        /// <exception cref="InvalidDataException">A section is damaged.</exception>
        public byte[] ReadOnnx()
        {
            byte[] onnx = new byte[directory.OnnxLength];
            using (MemoryStream stream = new MemoryStream(onnx))
                WriteOnnx(stream);
            return onnx;
        }

        /// <summary>Writes the ONNX file to a stream; its checksum is known, and looked at, only when all is written.</summary>
        /// <exception cref="InvalidDataException">A section is damaged.</exception>
        public void WriteOnnx(Stream stream)
        {
            if (stream == null)
                throw new ArgumentNullException("stream");
            byte[] skeleton = directory.Skeleton;
            uint crc = 0;
            int from = 0;
            foreach (NnzSection section in directory.Sections)
            {
                crc = Crc32.Append(crc, skeleton, from, section.Splice - from);
                stream.Write(skeleton, from, section.Splice - from);
                from = section.Splice;
                byte[] bytes = TensorDecoder.ToBytes(section.Decode(), section.ElementType);
                crc = Crc32.Append(crc, bytes, 0, bytes.Length);
                stream.Write(bytes, 0, bytes.Length);
            }
            crc = Crc32.Append(crc, skeleton, from, skeleton.Length - from);
            stream.Write(skeleton, from, skeleton.Length - from);
            if (crc != directory.OnnxChecksum)
                throw NnzError.Damaged("the ONNX model that it gives does not have the checksum that it had when it was compressed");
        }

        /// <summary>Decodes every coded tensor.</summary>
        /// <returns>Name → shape and data.</returns>
        /// <exception cref="InvalidDataException">A section is damaged.</exception>
        public Dictionary<string, NnzTensor> ReadTensors()
        {
            Dictionary<string, NnzTensor> tensors = new Dictionary<string, NnzTensor>(StringComparer.Ordinal);
            foreach (NnzSection section in directory.Sections)
                tensors.Add(section.Name, new NnzTensor(section.Name, section.Shape, section.Decode()));
            return tensors;
        }
    }
}
