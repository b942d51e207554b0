namespace NNCompress.Coding.Jpeg;

/// <summary>The order of a block's coefficients in a stream (ITU-T T.81, figure A.6).</summary>
internal static class Zigzag
{
    /// <summary>Where the k-th coefficient of the sequence stands in its block, row by row.</summary>
    public static byte[] Order { get; } = Walk();

    private static byte[] Walk()
    {
        byte[] order = new byte[64];
        int next = 0;
        for (int diagonal = 0; diagonal < 15; diagonal++)
        {
            for (int i = 0; i <= diagonal; i++)
            {
                (int row, int column) = diagonal % 2 == 0 ? (diagonal - i, i) : (i, diagonal - i);
                if (row < 8 && column < 8)
                    order[next++] = (byte)((row * 8) + column);
            }
        }
        return order;
    }
}
