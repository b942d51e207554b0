using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace NNCompress.Engines.Managed.Matrices;

/// <summary>4×24 tile in 12 of the 16 256-bit registers.</summary>
internal readonly unsafe struct MicroKernel256 : IMicroKernel
{
    public static int Rows => 4;

    public static int Columns => 24;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run(int steps, float* a, float* b, float* c, nint ldc, bool accumulate)
    {
        Vector256<float> c00 = default, c01 = default, c02 = default;
        Vector256<float> c10 = default, c11 = default, c12 = default;
        Vector256<float> c20 = default, c21 = default, c22 = default;
        Vector256<float> c30 = default, c31 = default, c32 = default;
        for (int s = 0; s < steps; s++, a += 4, b += 24)
        {
            Vector256<float> b0 = Vector256.LoadAligned(b), b1 = Vector256.LoadAligned(b + 8), b2 = Vector256.LoadAligned(b + 16);
            Vector256<float> x = Vector256.Create(a[0]);
            c00 = Vector256.FusedMultiplyAdd(x, b0, c00);
            c01 = Vector256.FusedMultiplyAdd(x, b1, c01);
            c02 = Vector256.FusedMultiplyAdd(x, b2, c02);
            x = Vector256.Create(a[1]);
            c10 = Vector256.FusedMultiplyAdd(x, b0, c10);
            c11 = Vector256.FusedMultiplyAdd(x, b1, c11);
            c12 = Vector256.FusedMultiplyAdd(x, b2, c12);
            x = Vector256.Create(a[2]);
            c20 = Vector256.FusedMultiplyAdd(x, b0, c20);
            c21 = Vector256.FusedMultiplyAdd(x, b1, c21);
            c22 = Vector256.FusedMultiplyAdd(x, b2, c22);
            x = Vector256.Create(a[3]);
            c30 = Vector256.FusedMultiplyAdd(x, b0, c30);
            c31 = Vector256.FusedMultiplyAdd(x, b1, c31);
            c32 = Vector256.FusedMultiplyAdd(x, b2, c32);
        }
        Write(c00, c01, c02, c, accumulate);
        Write(c10, c11, c12, c + ldc, accumulate);
        Write(c20, c21, c22, c + (2 * ldc), accumulate);
        Write(c30, c31, c32, c + (3 * ldc), accumulate);
    }

    private static void Write(Vector256<float> v0, Vector256<float> v1, Vector256<float> v2, float* c, bool accumulate)
    {
        if (accumulate)
        {
            v0 += Vector256.Load(c);
            v1 += Vector256.Load(c + 8);
            v2 += Vector256.Load(c + 16);
        }
        Vector256.Store(v0, c);
        Vector256.Store(v1, c + 8);
        Vector256.Store(v2, c + 16);
    }
}
