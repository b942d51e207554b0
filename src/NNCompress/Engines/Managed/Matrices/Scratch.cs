namespace NNCompress.Engines.Managed.Matrices;

/// <summary>Each thread's own memory for the panels of the product that it computes.</summary>
internal static unsafe class Scratch
{
    [ThreadStatic]
    private static AlignedBuffer? left;

    [ThreadStatic]
    private static AlignedBuffer? right;

    public static float* Left(int length) => Get(ref left, length);

    public static float* Right(int length) => Get(ref right, length);

    private static float* Get(ref AlignedBuffer? buffer, int length)
    {
        if (buffer is null || buffer.Length < length)
            buffer = new AlignedBuffer(length);
        return buffer.Pointer;
    }
}
