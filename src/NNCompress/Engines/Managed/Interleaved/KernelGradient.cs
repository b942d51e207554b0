using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using NNCompress.Engines.Managed.Matrices;
using NNCompress.Engines.Managed.Operators;

namespace NNCompress.Engines.Managed.Interleaved;

/// <summary>
/// The gradient by a convolution's kernels: for each weight the sum over samples and positions of the result's gradient times the image under
/// the weight's tap. The order of a sum follows from the shapes alone; tiles of kernels and channels may be computed apart.
/// </summary>
internal abstract unsafe class KernelGradient
{
    // Positions that a tile visits for all taps before it goes on, so that they stay in the first-level cache.
    private const int PatchPositions = 28;

    // Taps whose sums, sixteen lanes each, are kept at a time.
    private const int TapsAtOnce = 32;

    protected KernelGradient(Window3 window, int kernels, int channels, bool wide)
    {
        (Window, Kernels, Channels) = (window, kernels, channels);
        Taps = window.Kernel[0] * window.Kernel[1] * window.Kernel[2];
        (Tall, Wide) = wide && kernels >= 4 && channels >= 4 ? (4, 4) : kernels >= 8 ? (8, 1) : (1, 1);
    }

    /// <summary>Tiles of kernels and channels. The last ones reach back where there is no whole tile left.</summary>
    public int Tiles => KernelTiles * ((Channels + Wide - 1) / Wide);

    public int Taps { get; }

    /// <summary>Kernels in a tile.</summary>
    protected int Tall { get; }

    /// <summary>Channels in a tile.</summary>
    protected int Wide { get; }

    protected Window3 Window { get; }

    protected int Kernels { get; }

    protected int Channels { get; }

    private int KernelTiles => (Kernels + Tall - 1) / Tall;

    /// <param name="path">Vector width.</param>
    /// <param name="window">The convolution's window.</param>
    /// <param name="kernels">Kernels of a group.</param>
    /// <param name="channels">Channels that a kernel sees.</param>
    public static KernelGradient Of(SimdPath path, Window3 window, int kernels, int channels) => MatrixKernel.Resolve(path) switch
    {
        SimdPath.Vector512 => new VectorKernelGradient<Path512, Vector512<float>>(window, kernels, channels, wide: true),
        SimdPath.Vector256 => new VectorKernelGradient<Path256, Vector256<float>>(window, kernels, channels, wide: false),
        SimdPath.Vector128 => new VectorKernelGradient<Path128, Vector128<float>>(window, kernels, channels, wide: false),
        _ => new VectorKernelGradient<PathScalar, float>(window, kernels, channels, wide: false),
    };

    /// <summary>Computes one tile's gradients by some taps.</summary>
    /// <param name="tile">Number of the tile.</param>
    /// <param name="firstTap">First tap.</param>
    /// <param name="taps">Number of taps.</param>
    /// <param name="blocks">Number of blocks.</param>
    /// <param name="image">The first block of images, at this group's first channel.</param>
    /// <param name="imageBlock">Floats from a block of images to the next.</param>
    /// <param name="slope">The first block of the result's gradient, at this group's first kernel.</param>
    /// <param name="slopeBlock">Floats from a block of it to the next.</param>
    /// <param name="gradient">The kernels' gradient, of this group.</param>
    /// <param name="add">Adds to it instead of setting it.</param>
    [SkipLocalsInit]
    public void Run(int tile, int firstTap, int taps, int blocks, float* image, nint imageBlock, float* slope, nint slopeBlock, float* gradient, bool add)
    {
        int firstKernel = tile % KernelTiles * Tall, firstChannel = tile / KernelTiles * Wide;
        int kernel = Math.Min(firstKernel, Kernels - Tall), channel = Math.Min(firstChannel, Channels - Wide);
        nint plane = (nint)Window.InputPlane * Interleaving.Samples, result = (nint)Window.OutputPlane * Interleaving.Samples;
        int sums = Math.Max(Tall * Wide, 4);
        float* lanes = stackalloc float[TapsAtOnce * 16 * 16];
        float* totals = stackalloc float[16];
        for (int end = firstTap + taps; firstTap < end; firstTap += TapsAtOnce)
        {
            int held = Math.Min(TapsAtOnce, end - firstTap);
            new Span<float>(lanes, held * sums * 16).Clear();
            for (int block = 0; block < blocks; block++)
            {
                float* x = image + (block * imageBlock) + (channel * plane), dy = slope + (block * slopeBlock) + (kernel * result);
                for (int depth = 0; depth < Window.Output[0]; depth++)
                    Slice(firstTap, held, depth, x, dy, lanes, sums * 16);
            }
            for (int tap = 0; tap < held; tap++)
            {
                Interleaving.Sums(lanes + (tap * sums * 16), sums, totals);
                for (int i = 0; i < Tall * Wide; i++)
                {
                    int k = kernel + (i / Wide), c = channel + (i % Wide);
                    if (k < firstKernel || c < firstChannel)
                        continue;
                    nint at = ((((nint)k * Channels) + c) * Taps) + firstTap + tap;
                    gradient[at] = add ? gradient[at] + totals[i] : totals[i];
                }
            }
        }
    }

    /// <summary>Adds to sixteen lanes for each kernel and channel of the tile.</summary>
    protected abstract void Multiply(in Patch patch, float* slope, nint slopeRow, float* image, nint imageChannel, float* lanes);

    /// <summary>Adds one depth of one block, in patches of some rows and columns.</summary>
    private void Slice(int firstTap, int taps, int depth, float* x, float* dy, float* lanes, int length)
    {
        int width = Window.Output[2], height = Window.Output[1];
        int columns = Equal(width, PatchPositions), rows = Equal(height, Math.Max(1, PatchPositions / columns));
        for (int h = 0; h < height; h += rows)
        {
            for (int w = 0; w < width; w += columns)
            {
                for (int tap = 0; tap < taps; tap++)
                    Visit(firstTap + tap, depth, (h, Math.Min(h + rows, height)), (w, Math.Min(w + columns, width)), x, dy, lanes + (tap * length));
            }
        }

        static int Equal(int length, int most)
        {
            int parts = (length + most - 1) / most;
            return (length + parts - 1) / parts;
        }
    }

    private void Visit(int tap, int depth, (int From, int To) rows, (int From, int To) columns, float* x, float* dy, float* lanes)
    {
        const int Samples = Interleaving.Samples;
        int[] kernel = Window.Kernel, input = Window.Input, output = Window.Output, strides = Window.Strides, dilations = Window.Dilations;
        int d = tap / (kernel[1] * kernel[2]), h = tap / kernel[2] % kernel[1], w = tap % kernel[2];
        (int From, int To) depths = Window.Valid(0, d), validRows = Window.Valid(1, h), validColumns = Window.Valid(2, w);
        rows = (Math.Max(rows.From, validRows.From), Math.Min(rows.To, validRows.To));
        columns = (Math.Max(columns.From, validColumns.From), Math.Min(columns.To, validColumns.To));
        if (depth < depths.From || depth >= depths.To || rows.From >= rows.To || columns.From >= columns.To)
            return;
        Patch patch = new(rows.To - rows.From, columns.To - columns.From, (nint)output[2] * Samples, (nint)strides[1] * input[2] * Samples, strides[2] * Samples);
        int imageDepth = (depth * strides[0]) - Window.Begin[0] + (d * dilations[0]), imageRow = (rows.From * strides[1]) - Window.Begin[1] + (h * dilations[1]);
        int imageColumn = (columns.From * strides[2]) - Window.Begin[2] + (w * dilations[2]);
        Multiply(
            patch, dy + (((((nint)depth * output[1]) + rows.From) * output[2]) + columns.From) * Samples, (nint)Window.OutputPlane * Samples,
            x + (((((nint)imageDepth * input[1]) + imageRow) * input[2]) + imageColumn) * Samples, (nint)Window.InputPlane * Samples, lanes);
    }
}
