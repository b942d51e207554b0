using System.Runtime.CompilerServices;
using NNCompress.Engines.Managed.Matrices;

namespace NNCompress.Engines.Managed.Interleaved;

/// <summary>The innermost loops of a convolution: sums of several kernels at one position, for two vectors of samples.</summary>
internal static unsafe class TapKernel<TPath, TVector>
    where TPath : struct, IVectorPath<TVector>
    where TVector : struct
{
    /// <summary>Eight kernels: 16 sums, for 32 vector registers.</summary>
    /// <param name="runs">What is summed.</param>
    /// <param name="count">Number of runs.</param>
    /// <param name="kernels">Packed kernels: those of a step after each other.</param>
    /// <param name="source">The position's base.</param>
    /// <param name="distance">Floats from a term of a run to the next.</param>
    /// <param name="to">The first kernel's result.</param>
    /// <param name="row">Floats from a kernel's result to the next one's.</param>
    /// <param name="bias">One a kernel, added at last; or null.</param>
    /// <param name="accumulate">Adds to the result instead of overwriting it.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Eight(TapRun* runs, int count, float* kernels, float* source, nint distance, float* to, nint row, float* bias, bool accumulate)
    {
        TVector zero = TPath.Create(0);
        TVector c00 = zero, c01 = zero;
        TVector c10 = zero, c11 = zero;
        TVector c20 = zero, c21 = zero;
        TVector c30 = zero, c31 = zero;
        TVector c40 = zero, c41 = zero;
        TVector c50 = zero, c51 = zero;
        TVector c60 = zero, c61 = zero;
        TVector c70 = zero, c71 = zero;
        for (TapRun* end = runs + count; runs < end; runs++)
        {
            float* a = kernels + ((nint)runs->Step * 8), b = source + ((nint)runs->Offset * Interleaving.Samples);
            for (int i = runs->Count; i > 0; i--, a += 8, b += distance)
            {
                TVector b0 = TPath.Load(b), b1 = TPath.Load(b + TPath.Count);
                TVector x = TPath.Create(a[0]);
                c00 = TPath.MultiplyAdd(x, b0, c00);
                c01 = TPath.MultiplyAdd(x, b1, c01);
                x = TPath.Create(a[1]);
                c10 = TPath.MultiplyAdd(x, b0, c10);
                c11 = TPath.MultiplyAdd(x, b1, c11);
                x = TPath.Create(a[2]);
                c20 = TPath.MultiplyAdd(x, b0, c20);
                c21 = TPath.MultiplyAdd(x, b1, c21);
                x = TPath.Create(a[3]);
                c30 = TPath.MultiplyAdd(x, b0, c30);
                c31 = TPath.MultiplyAdd(x, b1, c31);
                x = TPath.Create(a[4]);
                c40 = TPath.MultiplyAdd(x, b0, c40);
                c41 = TPath.MultiplyAdd(x, b1, c41);
                x = TPath.Create(a[5]);
                c50 = TPath.MultiplyAdd(x, b0, c50);
                c51 = TPath.MultiplyAdd(x, b1, c51);
                x = TPath.Create(a[6]);
                c60 = TPath.MultiplyAdd(x, b0, c60);
                c61 = TPath.MultiplyAdd(x, b1, c61);
                x = TPath.Create(a[7]);
                c70 = TPath.MultiplyAdd(x, b0, c70);
                c71 = TPath.MultiplyAdd(x, b1, c71);
            }
        }
        Write(c00, c01, to, bias, 0, accumulate);
        Write(c10, c11, to + row, bias, 1, accumulate);
        Write(c20, c21, to + (2 * row), bias, 2, accumulate);
        Write(c30, c31, to + (3 * row), bias, 3, accumulate);
        Write(c40, c41, to + (4 * row), bias, 4, accumulate);
        Write(c50, c51, to + (5 * row), bias, 5, accumulate);
        Write(c60, c61, to + (6 * row), bias, 6, accumulate);
        Write(c70, c71, to + (7 * row), bias, 7, accumulate);
    }

    /// <summary>Four kernels: 8 sums, for 16 vector registers. Parameters as above.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Four(TapRun* runs, int count, float* kernels, float* source, nint distance, float* to, nint row, float* bias, bool accumulate)
    {
        TVector zero = TPath.Create(0);
        TVector c00 = zero, c01 = zero;
        TVector c10 = zero, c11 = zero;
        TVector c20 = zero, c21 = zero;
        TVector c30 = zero, c31 = zero;
        for (TapRun* end = runs + count; runs < end; runs++)
        {
            float* a = kernels + ((nint)runs->Step * 4), b = source + ((nint)runs->Offset * Interleaving.Samples);
            for (int i = runs->Count; i > 0; i--, a += 4, b += distance)
            {
                TVector b0 = TPath.Load(b), b1 = TPath.Load(b + TPath.Count);
                TVector x = TPath.Create(a[0]);
                c00 = TPath.MultiplyAdd(x, b0, c00);
                c01 = TPath.MultiplyAdd(x, b1, c01);
                x = TPath.Create(a[1]);
                c10 = TPath.MultiplyAdd(x, b0, c10);
                c11 = TPath.MultiplyAdd(x, b1, c11);
                x = TPath.Create(a[2]);
                c20 = TPath.MultiplyAdd(x, b0, c20);
                c21 = TPath.MultiplyAdd(x, b1, c21);
                x = TPath.Create(a[3]);
                c30 = TPath.MultiplyAdd(x, b0, c30);
                c31 = TPath.MultiplyAdd(x, b1, c31);
            }
        }
        Write(c00, c01, to, bias, 0, accumulate);
        Write(c10, c11, to + row, bias, 1, accumulate);
        Write(c20, c21, to + (2 * row), bias, 2, accumulate);
        Write(c30, c31, to + (3 * row), bias, 3, accumulate);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Write(TVector v0, TVector v1, float* to, float* bias, int kernel, bool accumulate)
    {
        if (accumulate)
        {
            v0 = TPath.Add(TPath.Load(to), v0);
            v1 = TPath.Add(TPath.Load(to + TPath.Count), v1);
        }
        if (bias != null)
        {
            TVector addend = TPath.Create(bias[kernel]);
            v0 = TPath.Add(v0, addend);
            v1 = TPath.Add(v1, addend);
        }
        TPath.Store(v0, to);
        TPath.Store(v1, to + TPath.Count);
    }
}
