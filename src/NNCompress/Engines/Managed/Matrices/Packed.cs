namespace NNCompress.Engines.Managed.Matrices;

/// <summary>Packed weights of one kernel, of <see cref="PackedWeights"/>.</summary>
internal sealed class Packed<T>
    where T : class
{
    private readonly Lock gate;
    private readonly Func<T>? pack;
    private readonly T? kept;
    private readonly WeakReference<T>? last;

    internal Packed(Lock gate, Func<T> pack, bool stays)
    {
        this.gate = gate;
        if (stays)
            kept = pack();
        else
            (this.pack, last) = (pack, new WeakReference<T>(null!));
    }

    /// <summary>The weights. Whoever reads them through addresses holds on to what this gives for as long.</summary>
    public T Values
    {
        get
        {
            if (kept is not null)
                return kept;
            // Workers come to a kernel at about the same time: the second one finds what the first one packed.
            lock (gate)
            {
                if (!last!.TryGetTarget(out T? values))
                    last.SetTarget(values = pack!());
                return values;
            }
        }
    }
}
