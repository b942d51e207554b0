namespace NNCompress.Coding.Jpeg;

/// <summary>Quantisation steps of a quality.</summary>
internal static class QuantisationTable
{
    // ITU-T T.81, table K.1 (luminance), row by row.
    private static readonly byte[] Luminance =
    [
        16, 11, 10, 16, 24, 40, 51, 61,
        12, 12, 14, 19, 26, 58, 60, 55,
        14, 13, 16, 24, 40, 57, 69, 56,
        14, 17, 22, 29, 51, 87, 80, 62,
        18, 22, 37, 56, 68, 109, 103, 77,
        24, 35, 55, 64, 81, 104, 113, 92,
        49, 64, 78, 87, 103, 121, 120, 101,
        72, 92, 95, 98, 112, 100, 103, 99,
    ];

    /// <summary>Table K.1 scaled by 50/quality below 50 and by 2 − quality/50 from there on, as the Independent JPEG Group does; steps of 1–255.</summary>
    /// <param name="quality">1 to 100.</param>
    /// <returns>64 steps in zigzag order.</returns>
    public static ushort[] Of(int quality)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(quality, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(quality, 100);
        int percent = quality < 50 ? 5000 / quality : 200 - (2 * quality);
        ushort[] steps = new ushort[64];
        for (int k = 0; k < 64; k++)
            steps[k] = (ushort)Math.Clamp(((Luminance[Zigzag.Order[k]] * percent) + 50) / 100, 1, 255);
        return steps;
    }
}
