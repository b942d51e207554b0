namespace NNCompress.Engines.Managed.Matrices;

/// <summary>
/// How the inner dimension of a product is cut: into equal blocks whose right-hand panel stays in the first-level cache. The cut
/// depends on the dimension alone, so that an element's sum has the same order on every path and thread count.
/// </summary>
internal static class InnerBlocks
{
    public const int Largest = 288;

    public static IEnumerable<(int Step, int Count)> Of(int steps)
    {
        int size = Size(steps);
        for (int step = 0; step < steps; step += size)
            yield return (step, Math.Min(size, steps - step));
    }

    public static int Size(int steps)
    {
        int blocks = (steps + Largest - 1) / Largest;
        return blocks == 0 ? 1 : (steps + blocks - 1) / blocks;
    }
}
