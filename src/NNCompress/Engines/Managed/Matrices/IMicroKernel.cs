namespace NNCompress.Engines.Managed.Matrices;

/// <summary>Multiplies one panel of rows with one panel of columns; all sums stay in registers.</summary>
internal unsafe interface IMicroKernel
{
    /// <summary>Lines of a left panel.</summary>
    static abstract int Rows { get; }

    /// <summary>Lines of a right panel.</summary>
    static abstract int Columns { get; }

    /// <summary>C = A·B, or C += A·B, for a tile of <see cref="Rows"/> × <see cref="Columns"/>.</summary>
    static abstract void Run(int steps, float* a, float* b, float* c, nint ldc, bool accumulate);
}
