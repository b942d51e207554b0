using NNCompress.Engines.Managed.Matrices;

namespace NNCompress.Engines.Managed.Training;

/// <summary>Each thread's own working memory for convolutions.</summary>
internal static unsafe class Lane
{
    [ThreadStatic]
    private static AlignedBuffer? image;

    [ThreadStatic]
    private static AlignedBuffer? columns;

    [ThreadStatic]
    private static AlignedBuffer? rows;

    public static float* Image(int length) => Get(ref image, length);

    public static float* Columns(int length) => Get(ref columns, length);

    public static float* Rows(int length) => Get(ref rows, length);

    private static float* Get(ref AlignedBuffer? buffer, int length)
    {
        if (buffer is null || buffer.Length < length)
            buffer = new AlignedBuffer(length);
        return buffer.Pointer;
    }
}
