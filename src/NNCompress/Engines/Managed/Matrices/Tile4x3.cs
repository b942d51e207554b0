using System.Runtime.CompilerServices;

namespace NNCompress.Engines.Managed.Matrices;

/// <summary>4 rows by 3 vectors: 12 sums, for 16 vector registers.</summary>
internal readonly unsafe struct Tile4x3<TPath, TVector> : IMicroKernel
    where TPath : struct, IVectorPath<TVector>
    where TVector : struct
{
    public static int Rows => 4;

    public static int Columns => 3 * TPath.Count;

    public static int Narrow => 0;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run(int steps, float* a, nint line, nint step, float* b, float* c, nint ldc, bool accumulate)
    {
        TVector zero = TPath.Create(0);
        TVector c00 = zero, c01 = zero, c02 = zero;
        TVector c10 = zero, c11 = zero, c12 = zero;
        TVector c20 = zero, c21 = zero, c22 = zero;
        TVector c30 = zero, c31 = zero, c32 = zero;
        nint triple = 3 * line;
        for (int s = 0; s < steps; s++, a += step, b += 3 * TPath.Count)
        {
            TVector b0 = TPath.Load(b), b1 = TPath.Load(b + TPath.Count), b2 = TPath.Load(b + (2 * TPath.Count));
            TVector x = TPath.Create(a[0]);
            c00 = TPath.MultiplyAdd(x, b0, c00);
            c01 = TPath.MultiplyAdd(x, b1, c01);
            c02 = TPath.MultiplyAdd(x, b2, c02);
            x = TPath.Create(a[line]);
            c10 = TPath.MultiplyAdd(x, b0, c10);
            c11 = TPath.MultiplyAdd(x, b1, c11);
            c12 = TPath.MultiplyAdd(x, b2, c12);
            x = TPath.Create(a[2 * line]);
            c20 = TPath.MultiplyAdd(x, b0, c20);
            c21 = TPath.MultiplyAdd(x, b1, c21);
            c22 = TPath.MultiplyAdd(x, b2, c22);
            x = TPath.Create(a[triple]);
            c30 = TPath.MultiplyAdd(x, b0, c30);
            c31 = TPath.MultiplyAdd(x, b1, c31);
            c32 = TPath.MultiplyAdd(x, b2, c32);
        }
        Write(c00, c01, c02, c, accumulate);
        Write(c10, c11, c12, c + ldc, accumulate);
        Write(c20, c21, c22, c + (2 * ldc), accumulate);
        Write(c30, c31, c32, c + (3 * ldc), accumulate);
    }

    public static void RunNarrow(int steps, float* a, nint line, nint step, float* b, float* c, nint ldc, bool accumulate) => throw new NotSupportedException();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Write(TVector v0, TVector v1, TVector v2, float* c, bool accumulate)
    {
        if (accumulate)
        {
            v0 = TPath.Add(v0, TPath.Load(c));
            v1 = TPath.Add(v1, TPath.Load(c + TPath.Count));
            v2 = TPath.Add(v2, TPath.Load(c + (2 * TPath.Count)));
        }
        TPath.Store(v0, c);
        TPath.Store(v1, c + TPath.Count);
        TPath.Store(v2, c + (2 * TPath.Count));
    }
}
