using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace NNCompress.Engines.Managed.Matrices;

/// <summary>4×12 tile in 12 of the (at least) 16 128-bit registers.</summary>
internal readonly unsafe struct MicroKernel128 : IMicroKernel
{
    public static int Rows => 4;

    public static int Columns => 12;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run(int steps, float* a, float* b, float* c, nint ldc, bool accumulate)
    {
        Vector128<float> c00 = default, c01 = default, c02 = default;
        Vector128<float> c10 = default, c11 = default, c12 = default;
        Vector128<float> c20 = default, c21 = default, c22 = default;
        Vector128<float> c30 = default, c31 = default, c32 = default;
        for (int s = 0; s < steps; s++, a += 4, b += 12)
        {
            Vector128<float> b0 = Vector128.LoadAligned(b), b1 = Vector128.LoadAligned(b + 4), b2 = Vector128.LoadAligned(b + 8);
            Vector128<float> x = Vector128.Create(a[0]);
            c00 = Vector128.FusedMultiplyAdd(x, b0, c00);
            c01 = Vector128.FusedMultiplyAdd(x, b1, c01);
            c02 = Vector128.FusedMultiplyAdd(x, b2, c02);
            x = Vector128.Create(a[1]);
            c10 = Vector128.FusedMultiplyAdd(x, b0, c10);
            c11 = Vector128.FusedMultiplyAdd(x, b1, c11);
            c12 = Vector128.FusedMultiplyAdd(x, b2, c12);
            x = Vector128.Create(a[2]);
            c20 = Vector128.FusedMultiplyAdd(x, b0, c20);
            c21 = Vector128.FusedMultiplyAdd(x, b1, c21);
            c22 = Vector128.FusedMultiplyAdd(x, b2, c22);
            x = Vector128.Create(a[3]);
            c30 = Vector128.FusedMultiplyAdd(x, b0, c30);
            c31 = Vector128.FusedMultiplyAdd(x, b1, c31);
            c32 = Vector128.FusedMultiplyAdd(x, b2, c32);
        }
        Write(c00, c01, c02, c, accumulate);
        Write(c10, c11, c12, c + ldc, accumulate);
        Write(c20, c21, c22, c + (2 * ldc), accumulate);
        Write(c30, c31, c32, c + (3 * ldc), accumulate);
    }

    private static void Write(Vector128<float> v0, Vector128<float> v1, Vector128<float> v2, float* c, bool accumulate)
    {
        if (accumulate)
        {
            v0 += Vector128.Load(c);
            v1 += Vector128.Load(c + 4);
            v2 += Vector128.Load(c + 8);
        }
        Vector128.Store(v0, c);
        Vector128.Store(v1, c + 4);
        Vector128.Store(v2, c + 8);
    }
}
