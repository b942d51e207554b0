namespace Zoo;

/// <summary>What compressing one network trained on Fashion-MNIST came to.</summary>
public sealed record FashionRow
{
    public required string Name { get; init; }

    public required string Kind { get; init; }

    public long Parameters { get; init; }

    public long Macs { get; init; }

    /// <summary>Share of the parameters that left, 0 to 1.</summary>
    public double Removed { get; init; }

    /// <summary>Percent, on the images that judge.</summary>
    public double Before { get; init; }

    /// <inheritdoc cref="Before"/>
    public double After { get; init; }

    /// <summary>Of the drop, percentage points, 95 %.</summary>
    public double[] Interval { get; init; } = [];

    public long FileBytes { get; init; }

    public long ArtifactBytes { get; init; }

    public double Seconds { get; init; }

    /// <summary>Of compress: the most bytes of memory that its process had.</summary>
    public long PeakBytes { get; init; }
}
