using System.Runtime.CompilerServices;

namespace NNCompress.Engines.Managed.Matrices;

/// <summary>4×4 tile without vectors.</summary>
internal readonly unsafe struct MicroKernelScalar : IMicroKernel
{
    public static int Rows => 4;

    public static int Columns => 4;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run(int steps, float* a, float* b, float* c, nint ldc, bool accumulate)
    {
        for (int row = 0; row < 4; row++, c += ldc)
        {
            float c0 = 0, c1 = 0, c2 = 0, c3 = 0;
            for (int s = 0; s < steps; s++)
            {
                float x = a[(4 * s) + row];
                float* y = b + (4 * s);
                c0 = MathF.FusedMultiplyAdd(x, y[0], c0);
                c1 = MathF.FusedMultiplyAdd(x, y[1], c1);
                c2 = MathF.FusedMultiplyAdd(x, y[2], c2);
                c3 = MathF.FusedMultiplyAdd(x, y[3], c3);
            }
            if (accumulate)
                (c0, c1, c2, c3) = (c[0] + c0, c[1] + c1, c[2] + c2, c[3] + c3);
            (c[0], c[1], c[2], c[3]) = (c0, c1, c2, c3);
        }
    }
}
