namespace NNCompress.Numerics;

/// <summary>Random bits as a function of a number (Steele, Lea and Flood, "Fast splittable pseudorandom number generators", 2014).</summary>
internal static class SplitMix
{
    public static ulong Next(ulong state)
    {
        ulong z = unchecked(state + 0x9E3779B97F4A7C15);
        z = unchecked((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9);
        z = unchecked((z ^ (z >> 27)) * 0x94D049BB133111EB);
        return z ^ (z >> 31);
    }
}
