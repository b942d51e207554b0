using System.Numerics.Tensors;

namespace NNCompress.Engines.Managed.Operators;

/// <summary>
/// Where the unrolled image's elements are in the image: element (step k, position n) is at <c>StepOffsets[k] + RowOffsets[n / Width] +
/// (n mod Width) · Stride</c>. Padding has become part of the image.
/// </summary>
internal sealed unsafe class ImageLayout
{
    private readonly int[] padded;

    /// <param name="window">The convolution's window.</param>
    /// <param name="channels">Channels that a kernel sees.</param>
    public ImageLayout(Window3 window, int channels)
    {
        Channels = channels;
        padded = [.. Enumerable.Range(0, 3).Select(i => checked(window.Input[i] + window.Begin[i] + window.End[i]))];
        ImageLength = checked(channels * padded[0] * padded[1] * padded[2]);
        Stride = window.Strides[2];
        Steps = checked(channels * window.Kernel[0] * window.Kernel[1] * window.Kernel[2]);
        StepOffsets = new int[Steps];
        int step = 0;
        for (int c = 0; c < channels; c++)
        {
            for (int d = 0; d < window.Kernel[0]; d++)
            {
                for (int h = 0; h < window.Kernel[1]; h++)
                {
                    for (int w = 0; w < window.Kernel[2]; w++)
                        StepOffsets[step++] = Offset((c * padded[0]) + (d * window.Dilations[0]), h * window.Dilations[1], w * window.Dilations[2]);
                }
            }
        }
        if (window.Kernel.All(k => k == 1) && window.Strides.All(s => s == 1))
        {
            // A 1×1 convolution at stride 1 sees the image as one long row.
            Width = window.OutputPlane;
            RowOffsets = [0];
            return;
        }
        Width = window.Output[2];
        RowOffsets = new int[window.Output[0] * window.Output[1]];
        for (int row = 0; row < RowOffsets.Length; row++)
            RowOffsets[row] = Offset(row / window.Output[1] * window.Strides[0], row % window.Output[1] * window.Strides[1], 0);
    }

    public int Channels { get; }

    /// <summary>Channels times window size: the inner dimension of the product.</summary>
    public int Steps { get; }

    /// <summary>Output positions in a row.</summary>
    public int Width { get; }

    /// <summary>Image elements from an output position to the next in its row.</summary>
    public int Stride { get; }

    /// <summary>Elements of one padded image.</summary>
    public int ImageLength { get; }

    public int[] StepOffsets { get; }

    public int[] RowOffsets { get; }

    /// <summary>Copies an image between its padding; the padding itself stays as it is.</summary>
    public float* Pad(float* image, Window3 window, float* to)
    {
        int width = window.Input[2];
        for (int c = 0; c < Channels; c++)
        {
            for (int d = 0; d < window.Input[0]; d++)
            {
                for (int h = 0; h < window.Input[1]; h++, image += width)
                {
                    float* row = to + Offset((c * padded[0]) + d + window.Begin[0], h + window.Begin[1], window.Begin[2]);
                    new ReadOnlySpan<float>(image, width).CopyTo(new Span<float>(row, width));
                }
            }
        }
        return to;
    }

    private int Offset(int d, int h, int w) => (((d * padded[1]) + h) * padded[2]) + w;
}
