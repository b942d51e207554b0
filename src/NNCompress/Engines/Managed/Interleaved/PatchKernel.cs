using System.Runtime.CompilerServices;
using NNCompress.Engines.Managed.Matrices;

namespace NNCompress.Engines.Managed.Interleaved;

/// <summary>
/// The innermost loops of a convolution's weight gradient: products of the result's gradient with the image under one tap, summed over a
/// patch of positions. Each of 16 lanes has a sum of its own, over a sample and the one 16 after it; a call does as many lanes as a vector has.
/// </summary>
internal static unsafe class PatchKernel<TPath, TVector>
    where TPath : struct, IVectorPath<TVector>
    where TVector : struct
{
    /// <summary>Four kernels by four channels: 16 sums, for 32 vector registers.</summary>
    /// <param name="patch">The positions.</param>
    /// <param name="slope">The result's gradient at the first position.</param>
    /// <param name="slopeRow">Floats from a kernel to the next.</param>
    /// <param name="image">The image at the first position.</param>
    /// <param name="imageChannel">Floats from a channel to the next.</param>
    /// <param name="sums">Sixteen lanes a kernel and channel, channels innermost; those of this call are written.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void FourByFour(in Patch patch, float* slope, nint slopeRow, float* image, nint imageChannel, float* sums)
    {
        TVector zero = TPath.Create(0);
        TVector c00 = zero, c01 = zero, c02 = zero, c03 = zero;
        TVector c10 = zero, c11 = zero, c12 = zero, c13 = zero;
        TVector c20 = zero, c21 = zero, c22 = zero, c23 = zero;
        TVector c30 = zero, c31 = zero, c32 = zero, c33 = zero;
        nint tripleRow = 3 * slopeRow;
        nint tripleChannel = 3 * imageChannel;
        for (int h = patch.Height; h > 0; h--, slope += patch.SlopeLine, image += patch.ImageLine)
        {
            float* y = slope, x = image;
            for (int w = patch.Width; w > 0; w--, y += Interleaving.Samples, x += patch.ImageStep)
            {
                float* there = y, here = x;
                for (int half = 0; half < 2; half++, there += 16, here += 16)
                {
                    TVector x0 = TPath.Load(here), x1 = TPath.Load(here + imageChannel), x2 = TPath.Load(here + (2 * imageChannel)), x3 = TPath.Load(here + tripleChannel);
                    TVector s = TPath.Load(there);
                    c00 = TPath.MultiplyAdd(s, x0, c00);
                    c01 = TPath.MultiplyAdd(s, x1, c01);
                    c02 = TPath.MultiplyAdd(s, x2, c02);
                    c03 = TPath.MultiplyAdd(s, x3, c03);
                    s = TPath.Load(there + slopeRow);
                    c10 = TPath.MultiplyAdd(s, x0, c10);
                    c11 = TPath.MultiplyAdd(s, x1, c11);
                    c12 = TPath.MultiplyAdd(s, x2, c12);
                    c13 = TPath.MultiplyAdd(s, x3, c13);
                    s = TPath.Load(there + (2 * slopeRow));
                    c20 = TPath.MultiplyAdd(s, x0, c20);
                    c21 = TPath.MultiplyAdd(s, x1, c21);
                    c22 = TPath.MultiplyAdd(s, x2, c22);
                    c23 = TPath.MultiplyAdd(s, x3, c23);
                    s = TPath.Load(there + tripleRow);
                    c30 = TPath.MultiplyAdd(s, x0, c30);
                    c31 = TPath.MultiplyAdd(s, x1, c31);
                    c32 = TPath.MultiplyAdd(s, x2, c32);
                    c33 = TPath.MultiplyAdd(s, x3, c33);
                }
            }
        }
        TPath.Store(c00, sums);
        TPath.Store(c01, sums + 16);
        TPath.Store(c02, sums + 32);
        TPath.Store(c03, sums + 48);
        TPath.Store(c10, sums + 64);
        TPath.Store(c11, sums + 80);
        TPath.Store(c12, sums + 96);
        TPath.Store(c13, sums + 112);
        TPath.Store(c20, sums + 128);
        TPath.Store(c21, sums + 144);
        TPath.Store(c22, sums + 160);
        TPath.Store(c23, sums + 176);
        TPath.Store(c30, sums + 192);
        TPath.Store(c31, sums + 208);
        TPath.Store(c32, sums + 224);
        TPath.Store(c33, sums + 240);
    }

    /// <summary>Eight kernels by one channel: 8 sums, for 16 vector registers. Parameters as above.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void EightByOne(in Patch patch, float* slope, nint slopeRow, float* image, nint imageChannel, float* sums)
    {
        TVector zero = TPath.Create(0);
        TVector c00 = zero;
        TVector c10 = zero;
        TVector c20 = zero;
        TVector c30 = zero;
        TVector c40 = zero;
        TVector c50 = zero;
        TVector c60 = zero;
        TVector c70 = zero;
        nint tripleRow = 3 * slopeRow;
        for (int h = patch.Height; h > 0; h--, slope += patch.SlopeLine, image += patch.ImageLine)
        {
            float* y = slope, x = image;
            for (int w = patch.Width; w > 0; w--, y += Interleaving.Samples, x += patch.ImageStep)
            {
                float* there = y, here = x;
                for (int half = 0; half < 2; half++, there += 16, here += 16)
                {
                    TVector x0 = TPath.Load(here);
                    float* far = there + (4 * slopeRow);
                    TVector s = TPath.Load(there);
                    c00 = TPath.MultiplyAdd(s, x0, c00);
                    s = TPath.Load(there + slopeRow);
                    c10 = TPath.MultiplyAdd(s, x0, c10);
                    s = TPath.Load(there + (2 * slopeRow));
                    c20 = TPath.MultiplyAdd(s, x0, c20);
                    s = TPath.Load(there + tripleRow);
                    c30 = TPath.MultiplyAdd(s, x0, c30);
                    s = TPath.Load(far);
                    c40 = TPath.MultiplyAdd(s, x0, c40);
                    s = TPath.Load(far + slopeRow);
                    c50 = TPath.MultiplyAdd(s, x0, c50);
                    s = TPath.Load(far + (2 * slopeRow));
                    c60 = TPath.MultiplyAdd(s, x0, c60);
                    s = TPath.Load(far + tripleRow);
                    c70 = TPath.MultiplyAdd(s, x0, c70);
                }
            }
        }
        TPath.Store(c00, sums);
        TPath.Store(c10, sums + 16);
        TPath.Store(c20, sums + 32);
        TPath.Store(c30, sums + 48);
        TPath.Store(c40, sums + 64);
        TPath.Store(c50, sums + 80);
        TPath.Store(c60, sums + 96);
        TPath.Store(c70, sums + 112);
    }

    /// <summary>One kernel by one channel. Parameters as above.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void OneByOne(in Patch patch, float* slope, nint slopeRow, float* image, nint imageChannel, float* sums)
    {
        TVector zero = TPath.Create(0);
        TVector c00 = zero;
        for (int h = patch.Height; h > 0; h--, slope += patch.SlopeLine, image += patch.ImageLine)
        {
            float* y = slope, x = image;
            for (int w = patch.Width; w > 0; w--, y += Interleaving.Samples, x += patch.ImageStep)
            {
                float* there = y, here = x;
                for (int half = 0; half < 2; half++, there += 16, here += 16)
                {
                    TVector x0 = TPath.Load(here);
                    TVector s = TPath.Load(there);
                    c00 = TPath.MultiplyAdd(s, x0, c00);
                }
            }
        }
        TPath.Store(c00, sums);
    }
}
