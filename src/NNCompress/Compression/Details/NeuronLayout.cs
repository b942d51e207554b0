using NNCompress.Coding;

namespace NNCompress.Compression.Details;

/// <summary>
/// How the weights of each neuron or kernel of a tensor are seen as a picture: a dense neuron's inputs as height × width, a convolution's kernels beside
/// each other in the squarest grid.
/// </summary>
internal sealed class NeuronLayout
{
    private readonly int outAxis;
    private readonly int inner;
    private readonly int kernelHeight;
    private readonly int kernelWidth;
    private readonly int across;

    /// <param name="shape">The tensor's, of two dimensions or more, none 0: two axes of channels, then the kernel's.</param>
    /// <param name="outAxis">0 or 1: which of the first two counts neurons.</param>
    /// <param name="view">A dense neuron's picture; null, or where it does not fit, for the squarest.</param>
    public NeuronLayout(int[] shape, int outAxis, (int Height, int Width)? view)
    {
        this.outAxis = outAxis;
        Shape = shape;
        int inputs = shape[1 - outAxis];
        inner = shape[2..].Aggregate(1, (a, b) => a * b);
        (kernelHeight, kernelWidth) = shape.Length > 2 ? (inner / shape[^1], shape[^1]) : (1, 1);
        (int high, int wide) = shape.Length == 2 && view is { } asked && (long)asked.Height * asked.Width == inputs ? asked : NeuronMatrix.Squarest(inputs);
        across = wide;
        (Height, Width) = (high * kernelHeight, wide * kernelWidth);
    }

    public int[] Shape { get; }

    /// <summary>Neurons or kernels.</summary>
    public int Count => Shape[outAxis];

    /// <summary>Rows of a picture.</summary>
    public int Height { get; }

    /// <summary>Columns of a picture.</summary>
    public int Width { get; }

    /// <summary>Weights of one neuron that lie beside each other in the tensor.</summary>
    public int Run => outAxis == 0 ? Height * Width : inner;

    /// <summary>Where a pixel's weight is in the tensor, row-major.</summary>
    public long IndexOf(int neuron, int y, int x)
    {
        int channel = (y / kernelHeight * across) + (x / kernelWidth);
        int within = (y % kernelHeight * kernelWidth) + (x % kernelWidth);
        (int first, int second) = outAxis == 0 ? (neuron, channel) : (channel, neuron);
        return ((((long)first * Shape[1]) + second) * inner) + within;
    }
}
