namespace NNCompress.Engines.Managed.Matrices;

/// <summary>
/// The weights of a plan, packed for its products. Of a large network's only a share stays packed, and what is greater than that share; the others are packed when
/// a batch comes to them, and forgotten soon: all of them together would be a second copy of the model.
/// </summary>
/// <param name="modelBytes">The network's length.</param>
internal sealed class PackedWeights(long modelBytes)
{
    private const long Share = 8;

    private readonly Lock gate = new();
    private readonly long most = modelBytes > LargeMemory.LargeModel ? modelBytes / Share : long.MaxValue;
    private long held;

    /// <summary>Weights of a kernel.</summary>
    /// <param name="bytes">What they take.</param>
    /// <param name="pack">Makes them, as often as they are needed; called by one thread at a time.</param>
    public Packed<T> Add<T>(long bytes, Func<T> pack)
        where T : class
    {
        // Of what is most of the model, packing for each batch would take longer than its product.
        if (bytes > most)
            return new Packed<T>(gate, pack, stays: true);
        bool fits = held + bytes <= most;
        held += fits ? bytes : 0;
        return new Packed<T>(gate, pack, fits);
    }
}
