using NNCompress.Coding;

namespace NNCompress.Compression.Details;

/// <summary>
/// How the weights of each neuron or kernel of a tensor are seen as a picture: the places that a dense neuron or a kernel looks at as height × width, those of its
/// channels beside each other in the squarest grid.
/// </summary>
internal sealed class NeuronLayout
{
    private readonly int outAxis;
    private readonly int placeHeight;
    private readonly int placeWidth;
    private readonly int across;

    /// <param name="shape">The tensor's, of two dimensions or more, none 0: two axes of channels, then the kernel's.</param>
    /// <param name="outAxis">0 or 1: which of the first two counts neurons.</param>
    /// <param name="view">Of two dimensions: the picture that lies in each of the inputs' channels; null, or where it does not fit, for none.</param>
    public NeuronLayout(int[] shape, int outAxis, (int Height, int Width)? view)
    {
        this.outAxis = outAxis;
        Shape = shape;
        int channels = shape[1 - outAxis], places = shape[2..].Aggregate(1, (a, b) => a * b);
        (placeHeight, placeWidth) = shape.Length > 2 ? (places / shape[^1], shape[^1]) : (1, 1);
        if (shape.Length == 2 && view is { } asked && channels % ((long)asked.Height * asked.Width) == 0)
        {
            (placeHeight, placeWidth) = asked;
            channels /= asked.Height * asked.Width;
        }
        (int high, across) = NeuronMatrix.Squarest(channels);
        (Height, Width) = (high * placeHeight, across * placeWidth);
    }

    /// <summary>The whole matrix as one picture: a row a row.</summary>
    public static NeuronLayout Whole(int[] shape)
    {
        int columns = shape[1..].Aggregate(1, (a, b) => a * b);
        return new NeuronLayout([1, shape[0] * columns], 0, (shape[0], columns));
    }

    public int[] Shape { get; }

    /// <summary>Neurons or kernels.</summary>
    public int Count => Shape[outAxis];

    /// <summary>Rows of a picture.</summary>
    public int Height { get; }

    /// <summary>Columns of a picture.</summary>
    public int Width { get; }

    /// <summary>Weights of one neuron that lie beside each other in the tensor.</summary>
    public int Run => outAxis == 0 ? Height * Width : Inner;

    // Of a kernel; what a dense neuron looks at lies along its axis of inputs.
    private int Inner => Shape.Length > 2 ? placeHeight * placeWidth : 1;

    /// <summary>Where a pixel's weight is in the tensor, row-major.</summary>
    public long IndexOf(int neuron, int y, int x)
    {
        int channel = (y / placeHeight * across) + (x / placeWidth), within = (y % placeHeight * placeWidth) + (x % placeWidth);
        long read = ((long)channel * placeHeight * placeWidth) + within;
        if (outAxis == 0)
            return ((long)neuron * Height * Width) + read;
        return (((read / Inner * Shape[1]) + neuron) * Inner) + (read % Inner);
    }
}
