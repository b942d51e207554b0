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
    /// <param name="lanes">Sixteen lanes a kernel and channel, channels innermost; those of this call are added to.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void FourByFour(in Patch patch, float* slope, nint slopeRow, float* image, nint imageChannel, float* lanes)
    {
        TVector c00 = TPath.Load(lanes), c01 = TPath.Load(lanes + 16), c02 = TPath.Load(lanes + 32), c03 = TPath.Load(lanes + 48);
        TVector c10 = TPath.Load(lanes + 64), c11 = TPath.Load(lanes + 80), c12 = TPath.Load(lanes + 96), c13 = TPath.Load(lanes + 112);
        TVector c20 = TPath.Load(lanes + 128), c21 = TPath.Load(lanes + 144), c22 = TPath.Load(lanes + 160), c23 = TPath.Load(lanes + 176);
        TVector c30 = TPath.Load(lanes + 192), c31 = TPath.Load(lanes + 208), c32 = TPath.Load(lanes + 224), c33 = TPath.Load(lanes + 240);
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
        TPath.Store(c00, lanes);
        TPath.Store(c01, lanes + 16);
        TPath.Store(c02, lanes + 32);
        TPath.Store(c03, lanes + 48);
        TPath.Store(c10, lanes + 64);
        TPath.Store(c11, lanes + 80);
        TPath.Store(c12, lanes + 96);
        TPath.Store(c13, lanes + 112);
        TPath.Store(c20, lanes + 128);
        TPath.Store(c21, lanes + 144);
        TPath.Store(c22, lanes + 160);
        TPath.Store(c23, lanes + 176);
        TPath.Store(c30, lanes + 192);
        TPath.Store(c31, lanes + 208);
        TPath.Store(c32, lanes + 224);
        TPath.Store(c33, lanes + 240);
    }

    /// <summary>Eight kernels by one channel: 8 sums, for 16 vector registers. Parameters as above.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void EightByOne(in Patch patch, float* slope, nint slopeRow, float* image, nint imageChannel, float* lanes)
    {
        TVector c00 = TPath.Load(lanes);
        TVector c10 = TPath.Load(lanes + 16);
        TVector c20 = TPath.Load(lanes + 32);
        TVector c30 = TPath.Load(lanes + 48);
        TVector c40 = TPath.Load(lanes + 64);
        TVector c50 = TPath.Load(lanes + 80);
        TVector c60 = TPath.Load(lanes + 96);
        TVector c70 = TPath.Load(lanes + 112);
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
        TPath.Store(c00, lanes);
        TPath.Store(c10, lanes + 16);
        TPath.Store(c20, lanes + 32);
        TPath.Store(c30, lanes + 48);
        TPath.Store(c40, lanes + 64);
        TPath.Store(c50, lanes + 80);
        TPath.Store(c60, lanes + 96);
        TPath.Store(c70, lanes + 112);
    }

    /// <summary>One kernel by one channel. Parameters as above.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void OneByOne(in Patch patch, float* slope, nint slopeRow, float* image, nint imageChannel, float* lanes)
    {
        TVector c00 = TPath.Load(lanes);
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
        TPath.Store(c00, lanes);
    }
}
