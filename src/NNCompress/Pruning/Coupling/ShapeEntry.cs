namespace NNCompress.Pruning.Coupling;

/// <summary>What an element of a computed shape is made of.</summary>
/// <param name="Literal">The number, where it is written in the file.</param>
/// <param name="Dimensions">Axes of values whose lengths it is computed from.</param>
/// <param name="IsProduct">Whether it is the product of those lengths and a constant, so that it shrinks as they do.</param>
internal sealed record ShapeEntry(long? Literal, IReadOnlyList<(string Value, int Axis)> Dimensions, bool IsProduct)
{
    /// <summary>What comes out before the cut, where that does not depend on the batch.</summary>
    public long? Fixed { get; init; } = Literal;

    /// <summary>The constant that the lengths are multiplied by.</summary>
    public long Factor { get; init; } = Literal ?? 1;

    public static ShapeEntry OfLiteral(long value) => new(value, [], true);

    public static ShapeEntry OfDimension(string value, int axis) => new(null, [(value, axis)], true);

    /// <summary>Computed in a way that is not followed.</summary>
    public static ShapeEntry Opaque(IEnumerable<ShapeEntry> from) => new(null, [.. from.SelectMany(e => e.Dimensions).Distinct()], false);

    public ShapeEntry Times(ShapeEntry other) => Literal is 0 || other.Literal is 0 ? OfLiteral(0)
        : Literal is { } a && other.Literal is { } b ? OfLiteral(a * b)
        : new ShapeEntry(null, [.. Dimensions, .. other.Dimensions], IsProduct && other.IsProduct) { Factor = Factor * other.Factor };

    /// <summary>The quotient, which is still a product where the division leaves no rest whatever the lengths are.</summary>
    public ShapeEntry Over(ShapeEntry other) => other.Literal is { } divisor and not 0 && Factor % divisor == 0 && IsProduct
        ? Literal is { } a ? OfLiteral(a / divisor) : this with { Factor = Factor / divisor }
        : Opaque([this, other]);

    public ShapeEntry Plus(ShapeEntry other) => Literal is { } a && other.Literal is { } b ? OfLiteral(a + b)
        : Literal is 0 ? other
        : other.Literal is 0 ? this
        : Opaque([this, other]);
}
