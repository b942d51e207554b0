namespace NNCompress.Runtime
{
    // See PublicSurface.cs.
    public sealed partial class JpegDecoder
    {
    }

    public static partial class JpegWeights
    {
    }
}
