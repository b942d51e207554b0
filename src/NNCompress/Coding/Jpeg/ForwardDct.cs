namespace NNCompress.Coding.Jpeg;

/// <summary>
/// The forward discrete cosine transform of an 8×8 block (ITU-T T.81, A.3.3) in 64-bit integers: the cosines are rounded to 20 bits, nothing
/// else is rounded, so every platform quantises the same.
/// </summary>
internal static class ForwardDct
{
    /// <summary>Coefficients come in units of 2^−<see cref="Bits"/>.</summary>
    public const int Bits = 40;

    // cos(kπ/16) / 2 in units of 2^-20.
    private const long C1 = 514214, C2 = 484379, C3 = 435930, C4 = 370728, C5 = 291279, C6 = 200636, C7 = 102284;

    /// <summary>Transforms a block in place.</summary>
    /// <param name="block">64 level-shifted samples (−128 to 127), row by row; becomes 64 coefficients.</param>
    public static void Transform(Span<long> block)
    {
        for (int i = 0; i < 64; i += 8)
            Line(block, i, 1);
        for (int i = 0; i < 8; i++)
            Line(block, i, 8);
    }

    private static void Line(Span<long> x, int at, int step)
    {
        long s0 = x[at] + x[at + (7 * step)], d0 = x[at] - x[at + (7 * step)];
        long s1 = x[at + step] + x[at + (6 * step)], d1 = x[at + step] - x[at + (6 * step)];
        long s2 = x[at + (2 * step)] + x[at + (5 * step)], d2 = x[at + (2 * step)] - x[at + (5 * step)];
        long s3 = x[at + (3 * step)] + x[at + (4 * step)], d3 = x[at + (3 * step)] - x[at + (4 * step)];
        x[at] = C4 * (s0 + s1 + s2 + s3);
        x[at + step] = (C1 * d0) + (C3 * d1) + (C5 * d2) + (C7 * d3);
        x[at + (2 * step)] = (C2 * (s0 - s3)) + (C6 * (s1 - s2));
        x[at + (3 * step)] = (C3 * d0) - (C7 * d1) - (C1 * d2) - (C5 * d3);
        x[at + (4 * step)] = C4 * (s0 - s1 - s2 + s3);
        x[at + (5 * step)] = (C5 * d0) - (C1 * d1) + (C7 * d2) + (C3 * d3);
        x[at + (6 * step)] = (C6 * (s0 - s3)) - (C2 * (s1 - s2));
        x[at + (7 * step)] = (C7 * d0) - (C5 * d1) + (C3 * d2) - (C1 * d3);
    }
}
