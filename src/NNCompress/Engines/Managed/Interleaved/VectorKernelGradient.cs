using NNCompress.Engines.Managed.Matrices;
using NNCompress.Engines.Managed.Operators;

namespace NNCompress.Engines.Managed.Interleaved;

/// <summary><see cref="KernelGradient"/> for one vector width.</summary>
internal sealed unsafe class VectorKernelGradient<TPath, TVector>(Window3 window, int kernels, int channels, bool wide) : KernelGradient(window, kernels, channels, wide)
    where TPath : struct, IVectorPath<TVector>
    where TVector : struct
{
    protected override void Multiply(in Patch patch, float* slope, nint slopeRow, float* image, nint imageChannel, float* lanes)
    {
        for (int lane = 0; lane < 16; lane += TPath.Count)
        {
            if (Wide == 4)
                PatchKernel<TPath, TVector>.FourByFour(patch, slope + lane, slopeRow, image + lane, imageChannel, lanes + lane);
            else if (Tall == 8)
                PatchKernel<TPath, TVector>.EightByOne(patch, slope + lane, slopeRow, image + lane, imageChannel, lanes + lane);
            else
                PatchKernel<TPath, TVector>.OneByOne(patch, slope + lane, slopeRow, image + lane, imageChannel, lanes + lane);
        }
    }
}
