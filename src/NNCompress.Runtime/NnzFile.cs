using System;
using System.Collections.Generic;
using System.IO;
using System.Threading;

namespace NNCompress.Runtime
{
    /// <summary>An opened .nnz file: decodes its tensors and rebuilds the ONNX model.</summary>
    sealed partial class NnzFile : IDisposable
    {
        /// <summary>The newest version that is read.</summary>
        public const int FormatVersion = WeightsVersion;

        /// <summary>Of files with an ONNX model.</summary>
        internal const int ModelVersion = 1;

        /// <summary>Of files with weights alone.</summary>
        internal const int WeightsVersion = 2;

        /// <summary>The most that may come out unless the caller allows more: what the largest array of bytes holds.</summary>
        public const long DefaultMaxDecodedBytes = LongestArray;

        /// <summary>Elements of the largest array of bytes that every .NET runtime can hold.</summary>
        internal const int LongestArray = 0x7FFFFFC7;

        private readonly NnzDirectory directory;
        private readonly Stream owned;

        private NnzFile(NnzDirectory directory, Stream owned)
        {
            this.directory = directory;
            this.owned = owned;
        }

        /// <summary>False where the file holds weights without a graph: then ReadTensors gives all there is, and there is no ONNX file.</summary>
        public bool HasGraph
        {
            get { return directory.Version == ModelVersion; }
        }

        /// <summary>Length of the ONNX file.</summary>
        public int OnnxLength
        {
            get { return directory.OnnxLength; }
        }

        /// <summary>Name of the file that holds the weights beside the ONNX file (ONNX: external data); null where they are inside it.</summary>
        public string DataName
        {
            get { return directory.DataName; }
        }

        /// <summary>Length of that file; 0 where there is none.</summary>
        public long DataLength
        {
            get { return directory.DataLength; }
        }

        /// <summary>The ONNX file without its weights: where they lie apart, the whole of it.</summary>
        internal byte[] Skeleton
        {
            get { return directory.Skeleton; }
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
            return new NnzFile(NnzDirectory.Read(new NnzSource(content), maxDecodedBytes), null);
        }

        /// <summary>Checks the file and reads its directory; sections are read from the stream when they are asked for, so it must stay open until the file is disposed of, and is closed then.</summary>
        /// <param name="content">Can seek; the .nnz file goes from where it stands to its end.</param>
        /// <param name="maxDecodedBytes">The most bytes of ONNX file and data file together that may come out.</param>
        /// <exception cref="InvalidDataException">Not an .nnz file, damaged, of a newer version, or above the limit.</exception>
        public static NnzFile Open(Stream content, long maxDecodedBytes = DefaultMaxDecodedBytes)
        {
            if (content == null)
                throw new ArgumentNullException("content");
            return new NnzFile(NnzDirectory.Read(new NnzSource(content), maxDecodedBytes), content);
        }

        /// <summary>Opens the file at <paramref name="path"/>, until it is disposed of.</summary>
        /// <param name="path">Of the .nnz file.</param>
        /// <param name="maxDecodedBytes">The most bytes of ONNX file and data file together that may come out.</param>
        /// <exception cref="InvalidDataException">Not an .nnz file, damaged, of a newer version, or above the limit.</exception>
        public static NnzFile OpenFile(string path, long maxDecodedBytes = DefaultMaxDecodedBytes)
        {
            FileStream stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete);
            try
            {
                return new NnzFile(NnzDirectory.Read(new NnzSource(stream), maxDecodedBytes), stream);
            }
            catch
            {
                stream.Dispose();
                throw;
            }
        }

        /// <summary>Closes the file or stream that it was opened from.</summary>
        public void Dispose()
        {
            if (owned != null)
                owned.Dispose();
        }

        /// <summary>Rebuilds the ONNX file, byte for byte as the compressor verified it, with as many threads as there are processors.</summary>
        /// <exception cref="InvalidDataException">A section is damaged.</exception>
        /// <exception cref="InvalidOperationException">The weights belong in a file of their own (<see cref="DataName"/>), or there is no graph.</exception>
        public byte[] ReadOnnx()
        {
            return ReadOnnx(Environment.ProcessorCount);
        }

        /// <summary>Rebuilds the ONNX file; tensors are decoded in parallel, each to its place.</summary>
        /// <param name="threads">The most to use.</param>
        /// <exception cref="InvalidDataException">A section is damaged.</exception>
        /// <exception cref="InvalidOperationException">The weights belong in a file of their own (<see cref="DataName"/>), or there is no graph.</exception>
        public byte[] ReadOnnx(int threads)
        {
            CheckInside("WriteOnnx with a path");
            return new OnnxBytes(directory).Read(threads);
        }

        /// <summary>Writes the ONNX file to a stream, tensor by tensor; its checksum is known, and looked at, only when all is written.</summary>
        /// <exception cref="InvalidDataException">A section is damaged.</exception>
        /// <exception cref="InvalidOperationException">The weights belong in a file of their own (<see cref="DataName"/>), or there is no graph.</exception>
        public void WriteOnnx(Stream stream)
        {
            if (stream == null)
                throw new ArgumentNullException("stream");
            CheckInside("WriteOnnx with a path");
            new OnnxBytes(directory).Write(stream);
        }

        /// <summary>Decodes every coded tensor, in parallel.</summary>
        /// <returns>Name → shape and data.</returns>
        /// <exception cref="InvalidDataException">A section is damaged.</exception>
        public Dictionary<string, NnzTensor> ReadTensors()
        {
            float[][] weights = new float[Sections.Count][];
            SectionLoop.Run(Sections, Environment.ProcessorCount, (i, worker) => weights[i] = Sections[i].Decode());
            Dictionary<string, NnzTensor> tensors = new Dictionary<string, NnzTensor>(StringComparer.Ordinal);
            for (int i = 0; i < weights.Length; i++)
                tensors.Add(Sections[i].Name, new NnzTensor(Sections[i].Name, Sections[i].Shape, weights[i]));
            return tensors;
        }

        /// <summary>
        /// Writes the ONNX file, and beside it, under the name <see cref="DataName"/>, the file of its weights where they do not fit in. Memory: that of the
        /// skeleton and, for each processor, of a section and some rows of weights.
        /// </summary>
        /// <param name="path">Of the ONNX file; what is there is replaced when all is written.</param>
        /// <exception cref="InvalidDataException">A section is damaged.</exception>
        /// <exception cref="InvalidOperationException">There is no graph.</exception>
        public void WriteOnnx(string path)
        {
            CheckGraph();
            string data = directory.DataName == null ? null : Path.Combine(Path.GetDirectoryName(Path.GetFullPath(path)), directory.DataName);
            if (data != null && Path.GetFileName(path) == directory.DataName)
                throw new ArgumentException("The weights' file has that name: choose another for the ONNX file.", "path");
            string part = path + ".part";
            string dataPart = data == null ? null : data + ".part";
            try
            {
                WriteOnnx(part, dataPart, Environment.ProcessorCount, null, CancellationToken.None);
                if (data != null)
                    Replace(dataPart, data);
                Replace(part, path);
            }
            finally
            {
                File.Delete(part);
                if (data != null)
                    File.Delete(dataPart);
            }
        }

        /// <summary>Writes both files where they are wanted; what is there when that fails is of no use.</summary>
        /// <param name="onnx">Path of the ONNX file; an existing one is replaced.</param>
        /// <param name="data">Path of the data file; null where there is none.</param>
        /// <param name="threads">The most to use.</param>
        /// <param name="progress">Told the share of the weights that is written; or null.</param>
        /// <param name="cancellation">Looked at between tensors.</param>
        /// <exception cref="InvalidDataException">A section is damaged.</exception>
        public void WriteOnnx(string onnx, string data, int threads, IProgress<double> progress, CancellationToken cancellation)
        {
            CheckGraph();
            new OnnxFiles(directory, onnx, data).Write(threads, progress, cancellation);
        }

        /// <summary>Decodes every tensor, keeps none, and looks at the checksum of what comes out.</summary>
        /// <param name="threads">The most to use.</param>
        /// <param name="known">The checksum of a tensor that has been decoded before and need not be again; null for any other.</param>
        /// <exception cref="InvalidDataException">A section is damaged.</exception>
        internal void Verify(int threads, Func<NnzSection, uint?> known)
        {
            uint[] sums = new uint[Sections.Count];
            SectionLoop.Run(Sections, threads, (i, worker) =>
            {
                uint? before = known(Sections[i]);
                if (before != null)
                {
                    sums[i] = before.Value;
                    return;
                }
                byte[] bytes = new byte[Sections[i].DecodedBytes];
                Sections[i].Decode(new WeightTarget(bytes, 0, Sections[i].ElementType));
                sums[i] = Crc32.Of(bytes, 0, bytes.Length);
            });
            if (directory.Checksum(sums) != directory.OnnxChecksum)
                throw NnzError.Changed();
        }

        private void CheckGraph()
        {
            if (!HasGraph)
                throw new InvalidOperationException("The file holds weights without a graph (those of a .safetensors, .dat or .pt file), so there is no ONNX model in it: use ReadTensors, or compress the ONNX model.");
        }

        private void CheckInside(string remedy)
        {
            CheckGraph();
            if (directory.DataName != null)
                throw new InvalidOperationException("The model has " + directory.DataLength + " bytes of weights in a file of their own, which no array or stream of the ONNX file holds: use " + remedy + ".");
        }

        private static void Replace(string part, string path)
        {
            File.Delete(path);
            File.Move(part, path);
        }
    }
}
