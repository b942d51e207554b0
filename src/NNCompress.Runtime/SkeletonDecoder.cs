namespace NNCompress.Runtime
{
    /// <summary>Decodes the model without its weights.</summary>
    static class SkeletonDecoder
    {
        /// <exception cref="System.IO.InvalidDataException">The section is damaged.</exception>
        public static byte[] Decode(byte[] data, int offset, int bytes, int length)
        {
            byte[] skeleton = new byte[length];
            ByteModel<RangeDecoder> model = new ByteModel<RangeDecoder>(new RangeDecoder(data, offset, bytes), length);
            model.Run(skeleton, 0, length);
            if (!model.Coder.AtEnd)
                throw NnzError.Damaged("the skeleton's section is longer than it needs");
            model.Release();
            return skeleton;
        }
    }
}
