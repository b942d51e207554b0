namespace NNCompress.Engines.Managed.Matrices;

/// <summary>Which vector width the matrix kernel uses. All give the same bits: each element is one chain of fused multiply-adds in the same order.</summary>
public enum SimdPath
{
    /// <summary>The widest that this processor accelerates.</summary>
    Auto,

    /// <summary>No vectors.</summary>
    Scalar,

    /// <summary>128-bit vectors (SSE, NEON).</summary>
    Vector128,

    /// <summary>256-bit vectors (AVX2 with FMA).</summary>
    Vector256,

    /// <summary>512-bit vectors (AVX-512).</summary>
    Vector512,
}
