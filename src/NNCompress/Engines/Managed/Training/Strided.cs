using NNCompress.Engines.Managed.Matrices;

namespace NNCompress.Engines.Managed.Training;

/// <summary>One side of a product in memory; of its two strides one must be 1.</summary>
/// <param name="Address">The first element's address.</param>
/// <param name="Line">Elements from a line (row of the left side, column of the right one) to the next.</param>
/// <param name="Step">Elements from a step of the inner dimension to the next.</param>
internal readonly record struct Strided(nint Address, nint Line, nint Step)
{
    /// <summary>Lines from <paramref name="first"/> on.</summary>
    public unsafe Operand Operand(int first) => new((float*)Address + (first * Line), Line, Step);

    /// <summary>With lines and steps exchanged.</summary>
    public Strided Transposed => new(Address, Step, Line);
}
