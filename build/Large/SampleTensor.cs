namespace Large;

/// <summary>A weight of the sample model.</summary>
/// <param name="Name">The initialiser's.</param>
/// <param name="Shape">Outermost dimension first.</param>
internal sealed record SampleTensor(string Name, int[] Shape)
{
    public long Count => Shape.Aggregate(1L, (product, d) => product * d);

    public long Bytes => 4 * Count;
}
