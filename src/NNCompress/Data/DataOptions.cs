namespace NNCompress.Data;

/// <summary>What the user said about the data; null or empty means the default.</summary>
public sealed record DataOptions
{
    /// <summary>Stored values are divided by this; default 255 for bytes, 1 for floating-point data.</summary>
    public double? Divisor { get; init; }

    /// <summary>Subtracted after the division: one value, or one a channel.</summary>
    public IReadOnlyList<double> Mean { get; init; } = [];

    /// <summary>Divides after the subtraction: one value, or one a channel.</summary>
    public IReadOnlyList<double> Std { get; init; } = [];

    /// <summary>
    /// CSV: the label column's header or zero-based number, where values are read several separated by commas; default the column named <c>label</c>, else the first.
    /// </summary>
    public string? LabelColumn { get; init; }
}
