using System;

namespace NNCompress.Runtime
{
    /// <summary>A tensor's entry in the directory of an .nnz file.</summary>
    sealed partial class NnzSection
    {
        private readonly byte[] file;
        private readonly int offset;

        internal NnzSection(byte[] file, int offset, int bytes, string name, int[] shape, int coder, int elementType, int splice)
        {
            this.file = file;
            this.offset = offset;
            Bytes = bytes;
            Name = name;
            Shape = shape;
            Coder = coder;
            ElementType = elementType;
            Splice = splice;
        }

        public string Name { get; private set; }

        /// <summary>Dimensions, outermost first; empty for a scalar.</summary>
        public int[] Shape { get; private set; }

        /// <summary>0 raw, 1 half, 2 quantised, 3 a JPEG a neuron, 4 JPEG tiled.</summary>
        public int Coder { get; private set; }

        /// <summary>Length of the section.</summary>
        public int Bytes { get; private set; }

        /// <summary>The element type in the ONNX file: 1 float, 10 half, 11 double.</summary>
        public int ElementType { get; private set; }

        /// <summary>Bytes of the tensor's data in the ONNX file.</summary>
        internal int DecodedBytes
        {
            get { return TensorDecoder.Count(Shape) * TensorDecoder.Width(ElementType); }
        }

        /// <summary>Where the tensor's data goes: the number of skeleton bytes before it.</summary>
        internal int Splice { get; private set; }

        /// <summary>A copy of the section's content.</summary>
        public byte[] GetPayload()
        {
            byte[] payload = new byte[Bytes];
            Buffer.BlockCopy(file, offset, payload, 0, Bytes);
            return payload;
        }

        /// <summary>Decodes the section.</summary>
        /// <returns>The elements, row-major.</returns>
        /// <exception cref="System.IO.InvalidDataException">The section is damaged.</exception>
        public float[] Decode()
        {
            return TensorDecoder.Decode(Coder, file, offset, Bytes, Shape);
        }

        internal void Decode(WeightTarget target)
        {
            TensorDecoder.Decode(Coder, file, offset, Bytes, Shape, target);
        }
    }
}
