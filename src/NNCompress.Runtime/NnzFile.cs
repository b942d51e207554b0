using System;
using System.Collections.Generic;
using System.IO;
using System.Runtime.ExceptionServices;
using System.Threading;
using System.Threading.Tasks;

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

        /// <summary>Rebuilds the ONNX file, byte for byte as the compressor verified it, with as many threads as there are processors.</summary>
        /// <exception cref="InvalidDataException">A section is damaged.</exception>
        public byte[] ReadOnnx()
        {
            return ReadOnnx(Environment.ProcessorCount);
        }

        /// <summary>Rebuilds the ONNX file; tensors are decoded in parallel, each to its place.</summary>
        /// <param name="threads">The most to use.</param>
        /// <exception cref="InvalidDataException">A section is damaged.</exception>
        public byte[] ReadOnnx(int threads)
        {
            byte[] onnx = new byte[directory.OnnxLength];
            byte[] skeleton = directory.Skeleton;
            int[] places = new int[Sections.Count];
            int from = 0, at = 0;
            for (int i = 0; i < places.Length; i++)
            {
                NnzSection section = Sections[i];
                Buffer.BlockCopy(skeleton, from, onnx, at, section.Splice - from);
                places[i] = at + section.Splice - from;
                at = places[i] + section.DecodedBytes;
                from = section.Splice;
            }
            Buffer.BlockCopy(skeleton, from, onnx, at, skeleton.Length - from);
            ForEachSection(threads, i => Sections[i].Decode(new WeightTarget(onnx, places[i], Sections[i].ElementType)));
            if (Crc32.Of(onnx, 0, onnx.Length) != directory.OnnxChecksum)
                throw NnzError.Changed();
            return onnx;
        }

        /// <summary>Writes the ONNX file to a stream, tensor by tensor; its checksum is known, and looked at, only when all is written.</summary>
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
                byte[] bytes = new byte[section.DecodedBytes];
                section.Decode(new WeightTarget(bytes, 0, section.ElementType));
                crc = Crc32.Append(crc, bytes, 0, bytes.Length);
                stream.Write(bytes, 0, bytes.Length);
            }
            crc = Crc32.Append(crc, skeleton, from, skeleton.Length - from);
            stream.Write(skeleton, from, skeleton.Length - from);
            if (crc != directory.OnnxChecksum)
                throw NnzError.Changed();
        }

        /// <summary>Decodes every coded tensor, in parallel.</summary>
        /// <returns>Name → shape and data.</returns>
        /// <exception cref="InvalidDataException">A section is damaged.</exception>
        public Dictionary<string, NnzTensor> ReadTensors()
        {
            float[][] weights = new float[Sections.Count][];
            ForEachSection(Environment.ProcessorCount, i => weights[i] = Sections[i].Decode());
            Dictionary<string, NnzTensor> tensors = new Dictionary<string, NnzTensor>(StringComparer.Ordinal);
            for (int i = 0; i < weights.Length; i++)
                tensors.Add(Sections[i].Name, new NnzTensor(Sections[i].Name, Sections[i].Shape, weights[i]));
            return tensors;
        }

        // The largest first, so that none is left over at the end; of several damaged sections, the first is told of.
        private void ForEachSection(int threads, Action<int> decode)
        {
            int[] order = new int[Sections.Count];
            for (int i = 0; i < order.Length; i++)
                order[i] = i;
            Array.Sort(order, (a, b) => Sections[a].DecodedBytes != Sections[b].DecodedBytes ? Sections[b].DecodedBytes.CompareTo(Sections[a].DecodedBytes) : a.CompareTo(b));
            Exception[] failures = new Exception[order.Length];
            int next = -1;
            int workers = Math.Min(order.Length, threads);
            Action work = () =>
            {
                for (int k = Interlocked.Increment(ref next); k < order.Length; k = Interlocked.Increment(ref next))
                {
                    try
                    {
                        decode(order[k]);
                    }
                    catch (Exception failure)
                    {
                        failures[order[k]] = failure;
                    }
                }
            };
            Task[] others = new Task[Math.Max(0, workers - 1)];
            for (int i = 0; i < others.Length; i++)
                others[i] = Task.Run(work);
            work();
            Task.WaitAll(others);
            foreach (Exception failure in failures)
            {
                if (failure != null)
                    ExceptionDispatchInfo.Capture(failure).Throw();
            }
        }
    }
}
