using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using NNCompress.Engines.Managed.Operators;

namespace NNCompress.Engines.Managed.Training.Steps;

/// <summary>An image written out as the matrix that a convolution multiplies by (a row a step, a column an output position), and back.</summary>
internal sealed unsafe class UnrolledImage(ImageLayout layout, Window3 window)
{
    /// <summary>The image between its padding, in the calling thread's memory; the image itself where there is none.</summary>
    public float* Pad(float* image)
    {
        if (!window.IsPadded)
            return image;
        float* padded = Lane.Image(layout.ImageLength);
        new Span<float>(padded, layout.ImageLength).Clear();
        return layout.Pad(image, window, padded);
    }

    /// <param name="image">The image without padding.</param>
    /// <param name="columns">Where the matrix starts.</param>
    /// <param name="width">Elements from a row of it to the next.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Unroll(float* image, float* columns, int width)
    {
        image = Pad(image);
        int length = layout.Width, stride = layout.Stride;
        for (int step = 0; step < layout.Steps; step++, columns += width)
        {
            float* to = columns;
            foreach (int row in layout.RowOffsets)
            {
                float* from = image + layout.StepOffsets[step] + row;
                int i = 0;
                if (stride == 1)
                {
                    for (; i + 8 <= length; i += 8)
                        Vector256.Store(Vector256.Load(from + i), to + i);
                    for (; i + 4 <= length; i += 4)
                        Vector128.Store(Vector128.Load(from + i), to + i);
                }
                for (; i < length; i++)
                    to[i] = from[(nint)i * stride];
                to += length;
            }
        }
    }

    /// <summary>Sums the matrix's elements into the image elements that they were unrolled from.</summary>
    /// <param name="columns">The matrix.</param>
    /// <param name="width">Elements from a row of it to the next.</param>
    /// <param name="image">The image without padding.</param>
    /// <param name="add">Adds to the image instead of overwriting it.</param>
    public void RollUp(float* columns, int width, float* image, bool add)
    {
        int length = layout.Channels * window.InputPlane;
        if (!window.IsPadded && !add)
        {
            new Span<float>(image, length).Clear();
            Scatter(columns, width, image);
            return;
        }
        float* padded = Lane.Image(layout.ImageLength);
        new Span<float>(padded, layout.ImageLength).Clear();
        Scatter(columns, width, padded);
        layout.Unpad(padded, window, image, add);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Scatter(float* columns, int width, float* padded)
    {
        int length = layout.Width, stride = layout.Stride;
        for (int step = 0; step < layout.Steps; step++, columns += width)
        {
            float* from = columns;
            foreach (int row in layout.RowOffsets)
            {
                float* to = padded + layout.StepOffsets[step] + row;
                int i = 0;
                if (stride == 1)
                {
                    for (; i + 8 <= length; i += 8)
                        Vector256.Store(Vector256.Load(to + i) + Vector256.Load(from + i), to + i);
                    for (; i + 4 <= length; i += 4)
                        Vector128.Store(Vector128.Load(to + i) + Vector128.Load(from + i), to + i);
                }
                for (; i < length; i++)
                    to[(nint)i * stride] += from[i];
                from += length;
            }
        }
    }
}
