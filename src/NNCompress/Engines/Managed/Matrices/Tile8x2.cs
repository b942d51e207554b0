using System.Runtime.CompilerServices;

namespace NNCompress.Engines.Managed.Matrices;

/// <summary>8 rows by 2 vectors: 16 sums, twice what hides the latency of two multiply-add units; for 32 vector registers.</summary>
internal readonly unsafe struct Tile8x2<TPath, TVector> : IMicroKernel
    where TPath : struct, IVectorPath<TVector>
    where TVector : struct
{
    public static int Rows => 8;

    public static int Columns => 2 * TPath.Count;

    public static int Narrow => TPath.Count;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run(int steps, float* a, nint line, nint step, float* b, float* c, nint ldc, bool accumulate)
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
        nint triple = 3 * line;
        float* far = a + (4 * line);
        for (int s = 0; s < steps; s++, a += step, far += step, b += 2 * TPath.Count)
        {
            TVector b0 = TPath.Load(b), b1 = TPath.Load(b + TPath.Count);
            TVector x = TPath.Create(a[0]);
            c00 = TPath.MultiplyAdd(x, b0, c00);
            c01 = TPath.MultiplyAdd(x, b1, c01);
            x = TPath.Create(a[line]);
            c10 = TPath.MultiplyAdd(x, b0, c10);
            c11 = TPath.MultiplyAdd(x, b1, c11);
            x = TPath.Create(a[2 * line]);
            c20 = TPath.MultiplyAdd(x, b0, c20);
            c21 = TPath.MultiplyAdd(x, b1, c21);
            x = TPath.Create(a[triple]);
            c30 = TPath.MultiplyAdd(x, b0, c30);
            c31 = TPath.MultiplyAdd(x, b1, c31);
            x = TPath.Create(far[0]);
            c40 = TPath.MultiplyAdd(x, b0, c40);
            c41 = TPath.MultiplyAdd(x, b1, c41);
            x = TPath.Create(far[line]);
            c50 = TPath.MultiplyAdd(x, b0, c50);
            c51 = TPath.MultiplyAdd(x, b1, c51);
            x = TPath.Create(far[2 * line]);
            c60 = TPath.MultiplyAdd(x, b0, c60);
            c61 = TPath.MultiplyAdd(x, b1, c61);
            x = TPath.Create(far[triple]);
            c70 = TPath.MultiplyAdd(x, b0, c70);
            c71 = TPath.MultiplyAdd(x, b1, c71);
        }
        Write(c00, c01, c, accumulate);
        Write(c10, c11, c + ldc, accumulate);
        Write(c20, c21, c + (2 * ldc), accumulate);
        Write(c30, c31, c + (3 * ldc), accumulate);
        Write(c40, c41, c + (4 * ldc), accumulate);
        Write(c50, c51, c + (5 * ldc), accumulate);
        Write(c60, c61, c + (6 * ldc), accumulate);
        Write(c70, c71, c + (7 * ldc), accumulate);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void RunNarrow(int steps, float* a, nint line, nint step, float* b, float* c, nint ldc, bool accumulate)
    {
        TVector zero = TPath.Create(0);
        TVector c0 = zero, c1 = zero, c2 = zero, c3 = zero, c4 = zero, c5 = zero, c6 = zero, c7 = zero;
        nint triple = 3 * line;
        float* far = a + (4 * line);
        for (int s = 0; s < steps; s++, a += step, far += step, b += 2 * TPath.Count)
        {
            TVector y = TPath.Load(b);
            c0 = TPath.MultiplyAdd(TPath.Create(a[0]), y, c0);
            c1 = TPath.MultiplyAdd(TPath.Create(a[line]), y, c1);
            c2 = TPath.MultiplyAdd(TPath.Create(a[2 * line]), y, c2);
            c3 = TPath.MultiplyAdd(TPath.Create(a[triple]), y, c3);
            c4 = TPath.MultiplyAdd(TPath.Create(far[0]), y, c4);
            c5 = TPath.MultiplyAdd(TPath.Create(far[line]), y, c5);
            c6 = TPath.MultiplyAdd(TPath.Create(far[2 * line]), y, c6);
            c7 = TPath.MultiplyAdd(TPath.Create(far[triple]), y, c7);
        }
        Write(c0, c, accumulate);
        Write(c1, c + ldc, accumulate);
        Write(c2, c + (2 * ldc), accumulate);
        Write(c3, c + (3 * ldc), accumulate);
        Write(c4, c + (4 * ldc), accumulate);
        Write(c5, c + (5 * ldc), accumulate);
        Write(c6, c + (6 * ldc), accumulate);
        Write(c7, c + (7 * ldc), accumulate);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Write(TVector v, float* c, bool accumulate) => TPath.Store(accumulate ? TPath.Add(v, TPath.Load(c)) : v, c);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Write(TVector v0, TVector v1, float* c, bool accumulate)
    {
        if (accumulate)
        {
            v0 = TPath.Add(v0, TPath.Load(c));
            v1 = TPath.Add(v1, TPath.Load(c + TPath.Count));
        }
        TPath.Store(v0, c);
        TPath.Store(v1, c + TPath.Count);
    }
}
