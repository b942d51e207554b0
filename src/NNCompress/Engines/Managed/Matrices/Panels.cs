using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace NNCompress.Engines.Managed.Matrices;

/// <summary>
/// The layout that micro-kernels read. An operand is a set of lines (rows of the left matrix, columns of the right one) of equally many
/// steps (the inner dimension). A panel holds <c>width</c> lines, step by step: element (line l, step s) is at <c>s · width + l</c>. The
/// last panel is filled up with zeros.
/// </summary>
internal static unsafe class Panels
{
    public static int RoundUp(int lines, int width) => checked((lines + width - 1) / width * width);

    /// <summary>Packs a strided matrix; fastest where one of the two strides is 1.</summary>
    /// <param name="source">First element of the first line and step.</param>
    /// <param name="lineStride">Elements from a line to the next.</param>
    /// <param name="stepStride">Elements from a step to the next.</param>
    /// <param name="lines">Number of lines.</param>
    /// <param name="steps">Number of steps.</param>
    /// <param name="width">Lines a panel.</param>
    /// <param name="destination">RoundUp(lines, width) · steps elements.</param>
    public static void Pack(float* source, nint lineStride, nint stepStride, int lines, int steps, int width, float* destination)
    {
        for (int line = 0; line < lines; line += width, destination += (nint)width * steps)
        {
            int held = Math.Min(width, lines - line);
            float* from = source + (line * lineStride);
            if (held < width)
                new Span<float>(destination, width * steps).Clear();
            if (lineStride == 1)
                CopyLines(from, stepStride, held, steps, width, destination);
            else if (stepStride == 1)
                Transposition.Run(from, lineStride, held, steps, destination, width);
            else
                Gather(from, lineStride, stepStride, held, steps, width, destination);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void CopyLines(float* from, nint stepStride, int held, int steps, int width, float* to)
    {
        for (int s = 0; s < steps; s++, from += stepStride, to += width)
        {
            int l = 0;
            for (; l + 8 <= held; l += 8)
                Vector256.Store(Vector256.Load(from + l), to + l);
            for (; l + 4 <= held; l += 4)
                Vector128.Store(Vector128.Load(from + l), to + l);
            for (; l < held; l++)
                to[l] = from[l];
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Gather(float* from, nint lineStride, nint stepStride, int held, int steps, int width, float* to)
    {
        for (int s = 0; s < steps; s++, from += stepStride, to += width)
        {
            for (int l = 0; l < held; l++)
                to[l] = from[l * lineStride];
        }
    }
}
