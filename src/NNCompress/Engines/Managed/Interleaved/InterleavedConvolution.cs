using NNCompress.Engines.Managed.Matrices;
using NNCompress.Engines.Managed.Operators;
using NNCompress.Engines.Managed.Training;

namespace NNCompress.Engines.Managed.Interleaved;

/// <summary>Convolution of interleaved images, with groups, and its gradients. No sum depends on how positions and tiles are shared out.</summary>
internal sealed unsafe class InterleavedConvolution
{
    private const int Samples = Interleaving.Samples;

    private readonly Window3 window;
    private readonly int blocks;
    private readonly int groups;
    private readonly int kernels;
    private readonly int channels;
    private readonly TapProduct[] forward;
    private readonly TapProduct[] backward;
    private readonly KernelGradient gradient;

    /// <param name="path">Vector width.</param>
    /// <param name="window">The window.</param>
    /// <param name="samples">Samples of a batch.</param>
    /// <param name="groups">Number of groups.</param>
    /// <param name="kernels">Kernels of a group.</param>
    /// <param name="channels">Channels that a kernel sees.</param>
    /// <param name="inputGradient">Whether the gradient by the input will be asked for.</param>
    public InterleavedConvolution(SimdPath path, Window3 window, int samples, int groups, int kernels, int channels, bool inputGradient)
    {
        (this.window, this.groups, this.kernels, this.channels) = (window, groups, kernels, channels);
        blocks = Interleaving.Blocks(samples);
        int taps = window.Kernel[0] * window.Kernel[1] * window.Kernel[2];
        TapTable table = TapTable.Forward(window, channels);
        forward = [.. Enumerable.Range(0, groups).Select(_ => TapProduct.Of(path, table, kernels, channels * taps))];
        if (inputGradient)
        {
            TapTable back = TapTable.Backward(window, kernels);
            backward = [.. Enumerable.Range(0, groups).Select(_ => TapProduct.Of(path, back, channels, kernels * taps))];
        }
        else
        {
            backward = [];
        }
        gradient = KernelGradient.Of(path, window, kernels, channels);
    }

    private nint ImageBlock => (nint)groups * channels * window.InputPlane * Samples;

    private nint ResultBlock => (nint)groups * kernels * window.OutputPlane * Samples;

    private nint GroupWeights => (nint)kernels * channels * gradient.Taps;

    /// <summary>Y = W·X + b.</summary>
    public void Forward(WorkTeam team, float* weights, float* bias, float* image, float* result)
    {
        for (int g = 0; g < groups; g++)
            forward[g].Fill(weights + (g * GroupWeights), forward[g].Steps, forward[g].Steps, 1, 0);
        nint x = (nint)image, y = (nint)result, b = (nint)bias;
        Share(team, window.OutputPlane, (block, from, to) => Forward(block, from, to, (float*)b, (float*)x, (float*)y));
    }

    /// <summary>dX = Wᵀ·dY, or dX += Wᵀ·dY.</summary>
    public void ByInput(WorkTeam team, float* weights, float* slope, float* imageSlope, bool add)
    {
        int taps = gradient.Taps;
        for (int g = 0; g < groups; g++)
            backward[g].Fill(weights + (g * GroupWeights), taps, kernels, (nint)channels * taps, 1);
        nint dx = (nint)imageSlope, dy = (nint)slope;
        Share(team, window.InputPlane, (block, from, to) =>
        {
            for (int g = 0; g < groups; g++)
            {
                float* source = (float*)dy + (block * ResultBlock) + (g * (ResultBlock / groups)), result = (float*)dx + (block * ImageBlock) + (g * (ImageBlock / groups));
                backward[g].Run(source, result, null, from, to, add);
            }
        });
    }

    /// <summary>dW = Σ dY·Xᵀ, or dW += Σ dY·Xᵀ.</summary>
    public void ByKernels(WorkTeam team, float* image, float* slope, float* weightSlope, bool add)
    {
        // Few tiles are cut by rows of taps.
        int parts = gradient.Tiles * groups < 4 * team.Size ? window.Kernel[0] * window.Kernel[1] : 1, taps = gradient.Taps / parts;
        nint x = (nint)image, dy = (nint)slope, dw = (nint)weightSlope;
        team.For(gradient.Tiles * groups * parts, item =>
        {
            int part = item % parts, tile = item / parts % gradient.Tiles, g = item / parts / gradient.Tiles;
            gradient.Run(
                tile, part * taps, taps, blocks, (float*)x + (g * (ImageBlock / groups)), ImageBlock, (float*)dy + (g * (ResultBlock / groups)), ResultBlock,
                (float*)dw + (g * GroupWeights), add);
        });
    }

    /// <summary>db = Σ dY, or db += Σ dY.</summary>
    public void ByBias(WorkTeam team, float* slope, float* biasSlope, bool add)
    {
        nint dy = (nint)slope, db = (nint)biasSlope;
        team.For(groups * kernels, kernel =>
        {
            float sum = 0;
            for (int block = 0; block < blocks; block++)
                sum += Interleaving.Sum((float*)dy + (block * ResultBlock) + ((nint)kernel * window.OutputPlane * Samples), window.OutputPlane * Samples);
            ((float*)db)[kernel] = add ? ((float*)db)[kernel] + sum : sum;
        });
    }

    private void Forward(int block, int from, int to, float* bias, float* image, float* result)
    {
        for (int g = 0; g < groups; g++)
        {
            forward[g].Run(
                image + (block * ImageBlock) + (g * (ImageBlock / groups)), result + (block * ResultBlock) + (g * (ResultBlock / groups)),
                bias == null ? null : bias + (g * kernels), from, to, add: false);
        }
    }

    /// <summary>Cuts blocks and positions into enough items for the team.</summary>
    private void Share(WorkTeam team, int positions, Action<int, int, int> work)
    {
        int slices = team.Size == 1 ? 1 : Math.Clamp(((4 * team.Size) + blocks - 1) / blocks, 1, positions);
        team.For(blocks * slices, item =>
        {
            int block = item / slices, slice = item % slices;
            work(block, (int)((long)positions * slice / slices), (int)((long)positions * (slice + 1) / slices));
        });
    }
}
