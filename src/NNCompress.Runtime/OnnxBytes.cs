using System;
using System.IO;

namespace NNCompress.Runtime
{
    /// <summary>The ONNX file that an .nnz file decodes to, as bytes: its skeleton, with each tensor at its place. For models whose weights lie inside the ONNX file.</summary>
    sealed class OnnxBytes
    {
        private readonly NnzDirectory directory;

        public OnnxBytes(NnzDirectory directory)
        {
            this.directory = directory;
        }

        /// <summary>Tensors are decoded in parallel, each to its place.</summary>
        /// <param name="threads">The most to use.</param>
        /// <exception cref="InvalidDataException">A section is damaged.</exception>
        public byte[] Read(int threads)
        {
            byte[] onnx = new byte[directory.OnnxLength];
            byte[] skeleton = directory.Skeleton;
            int from = 0, at = 0;
            foreach (NnzSection section in directory.Sections)
            {
                Buffer.BlockCopy(skeleton, from, onnx, at, section.Splice - from);
                at = (int)(section.Place + section.DecodedBytes);
                from = section.Splice;
            }
            Buffer.BlockCopy(skeleton, from, onnx, at, skeleton.Length - from);
            SectionLoop.Run(directory.Sections, threads, (i, worker) => directory.Sections[i].Decode(new WeightTarget(onnx, (int)directory.Sections[i].Place, directory.Sections[i].ElementType)));
            if (Crc32.Of(onnx, 0, onnx.Length) != directory.OnnxChecksum)
                throw NnzError.Changed();
            return onnx;
        }

        /// <summary>Tensor by tensor; the checksum is known, and looked at, only when all is written.</summary>
        /// <param name="stream">Is not closed.</param>
        /// <exception cref="InvalidDataException">A section is damaged.</exception>
        public void Write(Stream stream)
        {
            byte[] skeleton = directory.Skeleton;
            uint crc = 0;
            int from = 0;
            foreach (NnzSection section in directory.Sections)
            {
                crc = Append(stream, crc, skeleton, from, section.Splice - from);
                from = section.Splice;
                byte[] bytes = new byte[section.DecodedBytes];
                section.Decode(new WeightTarget(bytes, 0, section.ElementType));
                crc = Append(stream, crc, bytes, 0, bytes.Length);
            }
            crc = Append(stream, crc, skeleton, from, skeleton.Length - from);
            if (crc != directory.OnnxChecksum)
                throw NnzError.Changed();
        }

        private static uint Append(Stream stream, uint crc, byte[] bytes, int from, int count)
        {
            stream.Write(bytes, from, count);
            return Crc32.Append(crc, bytes, from, count);
        }
    }
}
