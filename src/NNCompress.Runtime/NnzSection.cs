using System;

namespace NNCompress.Runtime
{
    /// <summary>A tensor's entry in the directory of an .nnz file.</summary>
    sealed partial class NnzSection
    {
        private readonly NnzSource file;
        private readonly long offset;

        internal NnzSection(NnzSource file, long offset, int bytes, string name, int[] shape, int coder, int elementType, int splice, long place)
        {
            this.file = file;
            this.offset = offset;
            Bytes = bytes;
            Name = name;
            Shape = shape;
            Coder = coder;
            ElementType = elementType;
            Splice = splice;
            Place = place;
        }

        public string Name { get; private set; }

        /// <summary>Dimensions, outermost first; empty for a scalar.</summary>
        public int[] Shape { get; private set; }

        /// <summary>0 raw, 1 half, 2 quantised, 3 a JPEG a neuron, 4 JPEG tiled, 5 scaled.</summary>
        public int Coder { get; private set; }

        /// <summary>Length of the section.</summary>
        public int Bytes { get; private set; }

        /// <summary>The element type in the ONNX file: 1 float, 10 half, 11 double.</summary>
        public int ElementType { get; private set; }

        /// <summary>Bytes of the tensor's data in the ONNX file.</summary>
        internal long DecodedBytes
        {
            get { return (long)TensorDecoder.Count(Shape) * TensorDecoder.Width(ElementType); }
        }

        /// <summary>Where the tensor's data goes: the number of skeleton bytes before it.</summary>
        internal int Splice { get; private set; }

        /// <summary>Offset of the tensor's data in the ONNX file, or in the data file where there is one.</summary>
        internal long Place { get; private set; }

        /// <summary>A copy of the section's content.</summary>
        public byte[] GetPayload()
        {
            byte[] payload = new byte[Bytes];
            int start;
            byte[] content = file.Read(offset, Bytes, out start);
            Buffer.BlockCopy(content, start, payload, 0, Bytes);
            return payload;
        }

        /// <summary>Decodes the section.</summary>
        /// <returns>The elements, row-major.</returns>
        /// <exception cref="System.IO.InvalidDataException">The section is damaged.</exception>
        public float[] Decode()
        {
            int start;
            byte[] content = file.Read(offset, Bytes, out start);
            return TensorDecoder.Decode(Coder, content, start, Bytes, Shape);
        }

        internal void Decode(WeightTarget target)
        {
            int start;
            byte[] content = file.Read(offset, Bytes, out start);
            TensorDecoder.Decode(Coder, content, start, Bytes, Shape, target);
        }
    }
}
