using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace NNCompress.Engines.Managed.Matrices;

/// <summary>
/// The layout that micro-kernels read. An operand is a set of lines (rows of the left matrix, columns of the right one) of equally many
/// steps (the inner dimension). A panel holds <c>width</c> lines, step by step: element (line l, step s) is at <c>s · width + l</c>. The
/// last panel is filled up with zeros.
/// </summary>
internal static unsafe class Panels
{
    public static int RoundUp(int lines, int width) => checked((lines + width - 1) / width * width);

    /// <summary>Packs a strided matrix; one of the two strides must be 1.</summary>
    /// <param name="source">First element of the first line and step.</param>
    /// <param name="lineStride">Elements from a line to the next.</param>
    /// <param name="stepStride">Elements from a step to the next.</param>
    /// <param name="lines">Number of lines.</param>
    /// <param name="steps">Number of steps.</param>
    /// <param name="width">Lines a panel, a multiple of 4.</param>
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
            else
                Transpose(from, lineStride, stepStride, held, steps, width, destination);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void CopyLines(float* from, nint stepStride, int held, int steps, int width, float* to)
    {
        for (int s = 0; s < steps; s++, from += stepStride, to += width)
        {
            int l = 0;
            for (; l + 4 <= held; l += 4)
                Vector128.Store(Vector128.Load(from + l), to + l);
            for (; l < held; l++)
                to[l] = from[l];
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Transpose(float* from, nint lineStride, nint stepStride, int held, int steps, int width, float* to)
    {
        int l = 0;
        if (Sse.IsSupported && stepStride == 1)
        {
            for (; l + 4 <= held; l += 4)
                TransposeFour(from + (l * lineStride), lineStride, steps, width, to + l);
        }
        for (; l < held; l++)
        {
            float* line = from + (l * lineStride);
            for (int s = 0; s < steps; s++)
                to[((nint)s * width) + l] = line[s * stepStride];
        }
    }

    /// <summary>Four lines of contiguous steps, in 4×4 blocks.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void TransposeFour(float* from, nint lineStride, int steps, int width, float* to)
    {
        float* l0 = from, l1 = l0 + lineStride, l2 = l1 + lineStride, l3 = l2 + lineStride;
        int s = 0;
        for (; s + 4 <= steps; s += 4, to += 4 * width)
        {
            Vector128<float> a = Vector128.Load(l0 + s), b = Vector128.Load(l1 + s), c = Vector128.Load(l2 + s), d = Vector128.Load(l3 + s);
            Vector128<float> ab = Sse.UnpackLow(a, b), cd = Sse.UnpackLow(c, d);
            Vector128.Store(Sse.MoveLowToHigh(ab, cd), to);
            Vector128.Store(Sse.MoveHighToLow(cd, ab), to + width);
            ab = Sse.UnpackHigh(a, b);
            cd = Sse.UnpackHigh(c, d);
            Vector128.Store(Sse.MoveLowToHigh(ab, cd), to + (2 * width));
            Vector128.Store(Sse.MoveHighToLow(cd, ab), to + (3 * width));
        }
        for (; s < steps; s++, to += width)
            (to[0], to[1], to[2], to[3]) = (l0[s], l1[s], l2[s], l3[s]);
    }
}
