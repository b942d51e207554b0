namespace NNCompress.Reports.Pictures;

/// <summary>The colours of weights: blue below zero, red above, light at zero, so that sign and size are told apart by any eye.</summary>
public static class WeightPalette
{
    private static readonly (int At, byte Red, byte Green, byte Blue)[] Stops =
    [
        (1, 8, 48, 107), (45, 33, 113, 181), (90, 146, 197, 222), (128, 243, 243, 241), (166, 244, 165, 130), (211, 202, 50, 50), (255, 103, 0, 31),
    ];

    /// <summary>256 × (red, green, blue) for the levels of a <see cref="WeightPicture"/>.</summary>
    public static ReadOnlySpan<byte> Colours => Table;

    private static byte[] Table { get; } = Make();

    private static byte[] Make()
    {
        byte[] table = new byte[768];
        for (int level = 1; level < 256; level++)
        {
            int i = Array.FindIndex(Stops, s => s.At >= level);
            (int At, byte Red, byte Green, byte Blue) high = Stops[i], low = Stops[Math.Max(i - 1, 0)];
            double share = high.At == low.At ? 1 : (double)(level - low.At) / (high.At - low.At);
            table[level * 3] = Between(low.Red, high.Red, share);
            table[(level * 3) + 1] = Between(low.Green, high.Green, share);
            table[(level * 3) + 2] = Between(low.Blue, high.Blue, share);
        }
        return table;
    }

    private static byte Between(byte low, byte high, double share) => (byte)Math.Round(low + ((high - low) * share));
}
