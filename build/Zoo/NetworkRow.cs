namespace Zoo;

/// <summary>What both tables say of a network.</summary>
public abstract record NetworkRow
{
    public required string Name { get; init; }

    public long Parameters { get; init; }

    public long Macs { get; init; }

    /// <summary>Share of the parameters that left, 0 to 1.</summary>
    public double Removed { get; init; }

    public long FileBytes { get; init; }

    /// <summary>Of prune or compress.</summary>
    public double Seconds { get; init; }

    /// <summary>Of prune or compress: the most bytes of memory that its process had.</summary>
    public long PeakBytes { get; init; }
}
