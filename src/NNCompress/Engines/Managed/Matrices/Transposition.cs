using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace NNCompress.Engines.Managed.Matrices;

/// <summary>Copies a strided matrix with its two dimensions exchanged.</summary>
internal static unsafe class Transposition
{
    /// <summary>to[s · toStride + l] = from[l · fromStride + s].</summary>
    /// <param name="from">First element of the first line.</param>
    /// <param name="fromStride">Elements from a line to the next.</param>
    /// <param name="lines">Number of lines.</param>
    /// <param name="steps">Contiguous elements of a line.</param>
    /// <param name="to">Where the first line's elements go, <paramref name="toStride"/> apart.</param>
    /// <param name="toStride">Elements from a step to the next.</param>
    public static void Run(float* from, nint fromStride, int lines, int steps, float* to, nint toStride)
    {
        int line = 0;
        if (Avx.IsSupported)
        {
            for (; line + 8 <= lines; line += 8)
                Eight(from + (line * fromStride), fromStride, steps, to + line, toStride);
        }
        if (Sse.IsSupported)
        {
            for (; line + 4 <= lines; line += 4)
                Four(from + (line * fromStride), fromStride, steps, to + line, toStride);
        }
        for (; line < lines; line++)
            One(from + (line * fromStride), steps, to + line, toStride);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Eight(float* from, nint fromStride, int steps, float* to, nint toStride)
    {
        int s = 0;
        for (; s + 8 <= steps; s += 8, from += 8, to += 8 * toStride)
        {
            // Halves of lines 0 to 3 beside halves of lines 4 to 7: what is left is four 4×4 blocks in two vectors each.
            float* far = from + (4 * fromStride);
            Vector256<float> a = Pair(from, far), b = Pair(from + fromStride, far + fromStride);
            Vector256<float> c = Pair(from + (2 * fromStride), far + (2 * fromStride)), d = Pair(from + (3 * fromStride), far + (3 * fromStride));
            Write(a, b, c, d, to, toStride);
            a = Pair(from + 4, far + 4);
            b = Pair(from + fromStride + 4, far + fromStride + 4);
            c = Pair(from + (2 * fromStride) + 4, far + (2 * fromStride) + 4);
            d = Pair(from + (3 * fromStride) + 4, far + (3 * fromStride) + 4);
            Write(a, b, c, d, to + (4 * toStride), toStride);
        }
        for (int l = 0; l < 8 && s < steps; l++)
            One(from + (l * fromStride), steps - s, to + l, toStride);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Pair(float* low, float* high) => Avx.InsertVector128(Vector128.Load(low).ToVector256Unsafe(), Vector128.Load(high), 1);

    /// <summary>Transposes the 4×4 blocks in both halves.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Write(Vector256<float> a, Vector256<float> b, Vector256<float> c, Vector256<float> d, float* to, nint toStride)
    {
        Vector256<float> ab = Avx.UnpackLow(a, b), cd = Avx.UnpackLow(c, d);
        Vector256.Store(Avx.Shuffle(ab, cd, 0b01_00_01_00), to);
        Vector256.Store(Avx.Shuffle(ab, cd, 0b11_10_11_10), to + toStride);
        ab = Avx.UnpackHigh(a, b);
        cd = Avx.UnpackHigh(c, d);
        Vector256.Store(Avx.Shuffle(ab, cd, 0b01_00_01_00), to + (2 * toStride));
        Vector256.Store(Avx.Shuffle(ab, cd, 0b11_10_11_10), to + (3 * toStride));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Four(float* from, nint fromStride, int steps, float* to, nint toStride)
    {
        int s = 0;
        for (; s + 4 <= steps; s += 4, from += 4, to += 4 * toStride)
        {
            Vector128<float> a = Vector128.Load(from), b = Vector128.Load(from + fromStride);
            Vector128<float> c = Vector128.Load(from + (2 * fromStride)), d = Vector128.Load(from + (3 * fromStride));
            Vector128<float> ab = Sse.UnpackLow(a, b), cd = Sse.UnpackLow(c, d);
            Vector128.Store(Sse.MoveLowToHigh(ab, cd), to);
            Vector128.Store(Sse.MoveHighToLow(cd, ab), to + toStride);
            ab = Sse.UnpackHigh(a, b);
            cd = Sse.UnpackHigh(c, d);
            Vector128.Store(Sse.MoveLowToHigh(ab, cd), to + (2 * toStride));
            Vector128.Store(Sse.MoveHighToLow(cd, ab), to + (3 * toStride));
        }
        for (int l = 0; l < 4 && s < steps; l++)
            One(from + (l * fromStride), steps - s, to + l, toStride);
    }

    private static void One(float* line, int steps, float* to, nint toStride)
    {
        for (int s = 0; s < steps; s++)
            to[s * toStride] = line[s];
    }
}
