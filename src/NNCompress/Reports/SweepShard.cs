namespace NNCompress.Reports;

/// <summary>A part of a sweep: every <paramref name="Count"/>th row, from row <paramref name="Number"/> - 1 on.</summary>
/// <param name="Number">1 to <paramref name="Count"/>.</param>
/// <param name="Count">How many parts there are.</param>
public sealed record SweepShard(int Number, int Count)
{
    /// <summary>Whether the part has the row.</summary>
    public bool Has(int index) => index % Count == Number - 1;

    public override string ToString() => FormattableString.Invariant($"{Number}/{Count}");
}
