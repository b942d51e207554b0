namespace NNCompress.Engines.Managed.Matrices;

/// <summary>Multiplies one panel of rows with one panel of columns; all sums stay in registers.</summary>
internal unsafe interface IMicroKernel
{
    /// <summary>Lines of a left panel.</summary>
    static abstract int Rows { get; }

    /// <summary>Lines of a right panel.</summary>
    static abstract int Columns { get; }

    /// <summary>As many columns as <see cref="RunNarrow"/> computes; 0 where there is no such shape.</summary>
    static abstract int Narrow { get; }

    /// <summary>C = A·B, or C += A·B, for a tile of <see cref="Rows"/> × <see cref="Columns"/>.</summary>
    /// <param name="steps">The inner dimension.</param>
    /// <param name="a">The left panel, which need not be packed: element (line l, step s) is at <c>l · line + s · step</c>.</param>
    /// <param name="line">Elements from a row to the next.</param>
    /// <param name="step">Elements from a step to the next.</param>
    /// <param name="b">The right panel.</param>
    /// <param name="c">The tile.</param>
    /// <param name="ldc">Elements from a row of the tile to the next.</param>
    /// <param name="accumulate">Adds to the tile instead of overwriting it.</param>
    static abstract void Run(int steps, float* a, nint line, nint step, float* b, float* c, nint ldc, bool accumulate);

    /// <summary>The same for the first <see cref="Narrow"/> columns of the panel; the tile has as many.</summary>
    static abstract void RunNarrow(int steps, float* a, nint line, nint step, float* b, float* c, nint ldc, bool accumulate);
}
