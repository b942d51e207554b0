namespace NNCompress.Compression;

/// <summary>What show draws.</summary>
public sealed record ShowSettings
{
    /// <summary>Neurons of a weight that are drawn unless told otherwise.</summary>
    public const int UsualLimit = 64;

    /// <summary>Name of the weight; null for all of the layers'.</summary>
    public string? Tensor { get; init; }

    /// <summary>Neurons beside each other; null for a sheet about as wide as high.</summary>
    public int? Columns { get; init; }

    /// <summary>The most neurons of a weight, the first ones.</summary>
    public int Limit { get; init; } = UsualLimit;

    public PictureContrast Contrast { get; init; }
}
