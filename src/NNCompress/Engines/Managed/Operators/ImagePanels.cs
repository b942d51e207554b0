using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using NNCompress.Engines.Managed.Matrices;

namespace NNCompress.Engines.Managed.Operators;

/// <summary>The unrolled image of a convolution, written panel by panel straight from the image.</summary>
internal sealed unsafe class ImagePanels(ImageLayout layout) : IPanelSource
{
    /// <summary>The padded image; readable up to <see cref="AlignedBuffer.Slack"/> elements past its end.</summary>
    public float* Image { get; set; }

    /// <inheritdoc/>
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Pack(int line, int lines, int step, int steps, int width, float* destination)
    {
        Segment* segments = stackalloc Segment[width];
        for (int end = line + lines; line < end; line += width, destination += (nint)width * steps)
        {
            int held = Math.Min(width, end - line);
            int count = Split(line, held, segments);
            if (held < width)
                new Span<float>(destination, width * steps).Clear();
            float* to = destination;
            for (int s = step; s < step + steps; s++, to += width)
            {
                float* from = Image + layout.StepOffsets[s];
                if (layout.Stride == 1)
                    CopyRuns(from, segments, count, to);
                else
                    Gather(from, segments, count, layout.Stride, to);
            }
        }
    }

    /// <summary>Copies whole vectors: what they write too much is overwritten by the next run or step, or lies in the buffer's slack.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void CopyRuns(float* from, Segment* segments, int count, float* to)
    {
        for (int i = 0; i < count; i++)
        {
            Segment segment = segments[i];
            float* source = from + segment.Source;
            for (int j = 0; j < segment.Length; j += Vector256<float>.Count, to += Vector256<float>.Count)
                Vector256.Store(Vector256.Load(source + j), to);
            to -= -segment.Length & (Vector256<float>.Count - 1);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Gather(float* from, Segment* segments, int count, int stride, float* to)
    {
        for (int i = 0; i < count; i++)
        {
            Segment segment = segments[i];
            float* source = from + segment.Source;
            for (int j = 0; j < segment.Length; j++, source += stride)
                *to++ = *source;
        }
    }

    /// <summary>Cuts a panel's positions into runs within rows.</summary>
    private int Split(int line, int held, Segment* segments)
    {
        int count = 0;
        while (held > 0)
        {
            int row = line / layout.Width, column = line % layout.Width, length = Math.Min(held, layout.Width - column);
            segments[count++] = new Segment { Source = layout.RowOffsets[row] + (column * layout.Stride), Length = length };
            line += length;
            held -= length;
        }
        return count;
    }

    private struct Segment
    {
        public int Source;
        public int Length;
    }
}
