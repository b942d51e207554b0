using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace NNCompress.Engines.Managed.Matrices;

/// <summary>What vectors of two registers need and the portable types lack.</summary>
internal static class Vectors
{
    /// <summary>Elements 0, 2 of <paramref name="low"/>, then of <paramref name="high"/>.</summary>
    public static Vector128<float> Even(Vector128<float> low, Vector128<float> high)
    {
        if (Sse.IsSupported)
            return Sse.Shuffle(low, high, 0b10_00_10_00);
        if (AdvSimd.Arm64.IsSupported)
            return AdvSimd.Arm64.UnzipEven(low, high);
        return Vector128.Create(low[0], low[2], high[0], high[2]);
    }

    /// <summary>Elements 1, 3 of <paramref name="low"/>, then of <paramref name="high"/>.</summary>
    public static Vector128<float> Odd(Vector128<float> low, Vector128<float> high)
    {
        if (Sse.IsSupported)
            return Sse.Shuffle(low, high, 0b11_01_11_01);
        if (AdvSimd.Arm64.IsSupported)
            return AdvSimd.Arm64.UnzipOdd(low, high);
        return Vector128.Create(low[1], low[3], high[1], high[3]);
    }
}
