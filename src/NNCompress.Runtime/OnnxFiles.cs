using System;
using System.IO;
using System.Threading;

namespace NNCompress.Runtime
{
    /// <summary>The files that an .nnz file decodes to: an ONNX file, and where its weights lie apart, a data file. Each tensor is decoded to its place.</summary>
    sealed class OnnxFiles
    {
        // Tensors up to this are decoded in memory; greater ones go to the file as they come, which takes longer where that is by columns.
        private const long MaxInMemory = 1 << 24;

        private readonly NnzDirectory directory;
        private readonly string onnx;
        private readonly string data;

        /// <param name="directory">What to decode.</param>
        /// <param name="onnx">Path of the ONNX file.</param>
        /// <param name="data">Path of the data file; null where there is none.</param>
        public OnnxFiles(NnzDirectory directory, string onnx, string data)
        {
            if ((data == null) != (directory.DataName == null))
                throw new ArgumentException(data == null ? "The weights need a file of their own." : "There are no weights for a file of their own.", "data");
            this.directory = directory;
            this.onnx = onnx;
            this.data = data;
        }

        /// <param name="threads">The most to use.</param>
        /// <param name="progress">Told the share of the weights that is written; or null.</param>
        /// <param name="cancellation">Looked at between tensors.</param>
        /// <exception cref="InvalidDataException">A section is damaged.</exception>
        public void Write(int threads, IProgress<double> progress, CancellationToken cancellation)
        {
            WriteSkeleton();
            if (data != null)
            {
                using (FileStream file = new FileStream(data, FileMode.Create, FileAccess.Write))
                    file.SetLength(directory.DataLength);
            }
            uint[] sums = new uint[directory.Sections.Count];
            FileStream[] files = new FileStream[Math.Max(1, threads)];
            long all = 0;
            long done = 0;
            foreach (NnzSection section in directory.Sections)
                all += section.DecodedBytes;
            try
            {
                SectionLoop.Run(directory.Sections, threads, (i, worker) =>
                {
                    cancellation.ThrowIfCancellationRequested();
                    if (files[worker] == null)
                        files[worker] = new FileStream(data ?? onnx, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite, 1);
                    sums[i] = Decode(directory.Sections[i], files[worker]);
                    lock (sums)
                    {
                        done += directory.Sections[i].DecodedBytes;
                        if (progress != null && all > 0)
                            progress.Report((double)done / all);
                    }
                });
            }
            finally
            {
                foreach (FileStream file in files)
                {
                    if (file != null)
                        file.Dispose();
                }
            }
            if (directory.Checksum(sums) != directory.OnnxChecksum)
                throw NnzError.Changed();
        }

        private static uint Decode(NnzSection section, FileStream file)
        {
            if (section.DecodedBytes > MaxInMemory)
            {
                StreamTarget target = new StreamTarget(file, section.Place, section.ElementType);
                section.Decode(target);
                return target.Finish(section.DecodedBytes);
            }
            byte[] bytes = new byte[section.DecodedBytes];
            section.Decode(new WeightTarget(bytes, 0, section.ElementType));
            file.Position = section.Place;
            file.Write(bytes, 0, bytes.Length);
            return Crc32.Of(bytes, 0, bytes.Length);
        }

        private void WriteSkeleton()
        {
            byte[] skeleton = directory.Skeleton;
            using (FileStream file = new FileStream(onnx, FileMode.Create, FileAccess.Write))
            {
                file.SetLength(directory.OnnxLength);
                int from = 0;
                for (int i = 0; i < directory.Sections.Count && data == null; i++)
                {
                    NnzSection section = directory.Sections[i];
                    file.Write(skeleton, from, section.Splice - from);
                    file.Position = section.Place + section.DecodedBytes;
                    from = section.Splice;
                }
                file.Write(skeleton, from, skeleton.Length - from);
            }
        }
    }
}
