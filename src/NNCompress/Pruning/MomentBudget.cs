namespace NNCompress.Pruning;

/// <summary>
/// How much memory pruning by reconstruction may take for what layers read: narrow layers keep all second moments of their inputs, wide ones a sample
/// of the inputs themselves, a few layers at a time.
/// </summary>
internal static class MomentBudget
{
    /// <summary>Elements of all moment matrices together.</summary>
    public const long MostMoments = 1L << 23;

    /// <summary>The least of them that a run may take, and bytes of a model for one number of eight bytes.</summary>
    private const long LeastMoments = 1L << 21, BytesForNumber = 5 * sizeof(double);

    /// <summary>Inputs of a layer whose moments are kept: a matrix of this width takes a second or so to invert.</summary>
    public const int MostWidth = 1448;

    /// <summary>Numbers in the sampled rows of one wide layer.</summary>
    public const int MostSampled = 1 << 23;

    /// <summary>Numbers in the sampled rows that are held at a time.</summary>
    public const int MostAtOnce = 1 << 23;

    /// <summary>Sampled rows of a layer beyond which nothing is gained.</summary>
    public const int MostRows = 8192;

    /// <summary>Channels of a wide layer whose products are kept.</summary>
    public const int MostChannels = 2048;

    /// <summary>Numbers in the moments of the layers that are looked at in one run: a fifth of the model's bytes, between the least and the most that any may take.</summary>
    /// <param name="modelBytes">The model's length.</param>
    public static long InOneRun(long modelBytes) => Math.Clamp(modelBytes / BytesForNumber, LeastMoments, MostMoments);

    /// <summary>Layers whose moments are kept, narrow ones first.</summary>
    public static IReadOnlySet<string> Exact(IEnumerable<(string Weight, int Width)> layers)
    {
        HashSet<string> kept = [];
        long total = 0;
        foreach ((string weight, int width) in layers.OrderBy(l => l.Width))
        {
            total += (long)width * width;
            if (width > MostWidth || total > MostMoments)
                break;
            kept.Add(weight);
        }
        return kept;
    }

    /// <summary>Rows that are sampled of what a layer reads.</summary>
    public static int Rows(int width) => Math.Clamp(MostSampled / width, 1, MostRows);

    /// <summary>The layers in parts that are sampled together, in the order given.</summary>
    public static IReadOnlyList<IReadOnlyList<T>> Passes<T>(IEnumerable<T> layers, Func<T, int> width)
    {
        List<List<T>> passes = [];
        long held = MostAtOnce;
        foreach (T layer in layers)
        {
            long size = (long)Rows(width(layer)) * width(layer);
            if (held + size > MostAtOnce)
            {
                passes.Add([]);
                held = 0;
            }
            passes[^1].Add(layer);
            held += size;
        }
        return passes;
    }
}
