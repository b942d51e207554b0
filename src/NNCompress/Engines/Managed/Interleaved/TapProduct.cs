using System.Runtime.Intrinsics;
using NNCompress.Engines.Managed.Matrices;

namespace NNCompress.Engines.Managed.Interleaved;

/// <summary>Sums over a table's taps for many kernels: a convolution, or the way back to its input. Kernels are packed in tiles.</summary>
internal abstract unsafe class TapProduct
{
    private readonly AlignedBuffer packed;

    protected TapProduct(TapTable table, int lines, int steps, int tallest)
    {
        (Table, Lines, Steps) = (table, lines, steps);
        List<(int First, int Height)> tiles = [];
        for (int first = 0; first < lines; first += tiles[^1].Height)
            tiles.Add((first, lines - first > 4 ? tallest : 4));
        Tiles = [.. tiles];
        packed = new AlignedBuffer(checked((tiles[^1].First + tiles[^1].Height) * steps));
    }

    /// <summary>Number of kernels.</summary>
    public int Lines { get; }

    /// <summary>Weights of a kernel.</summary>
    public int Steps { get; }

    protected TapTable Table { get; }

    /// <summary>Kernels in tiles of four or more; the last tile may reach past the last kernel.</summary>
    protected (int First, int Height)[] Tiles { get; }

    /// <param name="path">Vector width.</param>
    /// <param name="table">What is summed.</param>
    /// <param name="lines">Number of kernels.</param>
    /// <param name="steps">Weights of a kernel.</param>
    public static TapProduct Of(SimdPath path, TapTable table, int lines, int steps) => MatrixKernel.Resolve(path) switch
    {
        SimdPath.Vector512 => new VectorTapProduct<Path512, Vector512<float>>(table, lines, steps, 8),
        SimdPath.Vector256 => new VectorTapProduct<Path256, Vector256<float>>(table, lines, steps, 4),
        SimdPath.Vector128 => new VectorTapProduct<Path128, Vector128<float>>(table, lines, steps, 4),
        _ => new VectorTapProduct<PathScalar, float>(table, lines, steps, 4),
    };

    /// <summary>Packs kernels: weight (kernel l, step o·inner + i) is at <c>l · line + o · outer + i · step</c>.</summary>
    public void Fill(float* weights, nint line, int inner, nint step, nint outer)
    {
        foreach ((int first, int height) in Tiles)
        {
            for (int o = 0; o * inner < Steps; o++)
                Panels.Pack(weights + (first * line) + (o * outer), line, step, Math.Min(height, Lines - first), inner, height, Tile(first) + ((nint)o * inner * height));
        }
    }

    /// <summary>Computes results at positions [from, to) of one block.</summary>
    /// <param name="source">The block that is summed over.</param>
    /// <param name="result">The block of results: positions of the first kernel, then of the next.</param>
    /// <param name="bias">One a kernel, or null.</param>
    /// <param name="from">First position.</param>
    /// <param name="to">The one after the last.</param>
    /// <param name="add">Adds to the results instead of overwriting them.</param>
    public abstract void Run(float* source, float* result, float* bias, int from, int to, bool add);

    protected float* Tile(int first) => packed.Pointer + ((nint)first * Steps);
}
