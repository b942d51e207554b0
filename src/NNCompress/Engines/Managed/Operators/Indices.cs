namespace NNCompress.Engines.Managed.Operators;

/// <summary>Reads computed indices along an axis; below 0 they count from its end.</summary>
internal sealed class Indices(OperatorContext c, int axis, int size)
{
    /// <summary>Elements of the axis.</summary>
    public int Size => size;

    /// <summary>The index as a position.</summary>
    /// <exception cref="NncException">NNC2022: there is no such element.</exception>
    public int At(float index)
    {
        if (index >= -size && index < size)
            return index < 0 ? (int)index + size : (int)index;
        throw c.Unfit(FormattableString.Invariant($"takes index {index} of {size} along axis {axis}"));
    }
}
