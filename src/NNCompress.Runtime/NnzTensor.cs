namespace NNCompress.Runtime
{
    /// <summary>A decoded tensor.</summary>
    sealed partial class NnzTensor
    {
        internal NnzTensor(string name, int[] shape, float[] data)
        {
            Name = name;
            Shape = shape;
            Data = data;
        }

        public string Name { get; private set; }

        /// <summary>Dimensions, outermost first; empty for a scalar.</summary>
        public int[] Shape { get; private set; }

        /// <summary>The elements, row-major.</summary>
        public float[] Data { get; private set; }
    }
}
