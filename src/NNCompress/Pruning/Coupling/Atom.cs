namespace NNCompress.Pruning.Coupling;

/// <summary>
/// A factor of an axis: the index along an axis is made of its atoms' indices, row-major. A tracked atom moves by
/// <paramref name="Stride"/> through a table of units that it may share with atoms of other axes.
/// </summary>
/// <param name="Size">Number of indices.</param>
/// <param name="Table">The unit of each entry; null where the indices cannot leave.</param>
/// <param name="Stride">Entries of the table from one index to the next.</param>
internal readonly record struct Atom(int Size, int[]? Table, int Stride);
