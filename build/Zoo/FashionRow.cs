namespace Zoo;

/// <summary>What compressing one network trained on Fashion-MNIST came to.</summary>
public sealed record FashionRow : NetworkRow
{
    public required string Kind { get; init; }

    /// <summary>Percent, on the images that judge.</summary>
    public double Before { get; init; }

    /// <inheritdoc cref="Before"/>
    public double After { get; init; }

    /// <summary>Of the drop, percentage points, 95 %.</summary>
    public double[] Interval { get; init; } = [];

    public long ArtifactBytes { get; init; }
}
