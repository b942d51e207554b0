using NNCompress.Runtime;

namespace NNCompress.Coding;

/// <summary>The writing end of <see cref="SkeletonDecoder"/>.</summary>
internal static class SkeletonEncoder
{
    public static byte[] Encode(byte[] skeleton)
    {
        List<byte> output = [];
        ByteModel<RangeEncoder> model = new(new RangeEncoder(output), skeleton.Length);
        model.Run((byte[])skeleton.Clone(), 0, skeleton.Length);
        model.Coder.Finish();
        return [.. output];
    }
}
