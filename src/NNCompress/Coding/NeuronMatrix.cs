using NNCompress.Models;

namespace NNCompress.Coding;

/// <summary>How the weights of one neuron or kernel are viewed as a picture.</summary>
/// <param name="Count">Neurons: pictures.</param>
/// <param name="Height">Rows of a picture.</param>
/// <param name="Width">Columns of a picture.</param>
/// <param name="Transposed">True where a neuron is a column of the stored tensor ([in, out]), false where it is a row ([out, …]).</param>
public sealed record NeuronMatrix(int Count, int Height, int Width, bool Transposed)
{
    /// <summary>The factorisation height × width = <paramref name="length"/> nearest to a square, height ≤ width.</summary>
    public static (int Height, int Width) Squarest(int length)
    {
        int height = (int)Math.Sqrt(length);
        while (height > 1 && length % height != 0)
            height--;
        return (Math.Max(height, 1), length / Math.Max(height, 1));
    }

    /// <summary>
    /// A kernel [out, in, kh, kw] as in × (kh·kw); a dense row as <paramref name="asked"/> where that fits its length, else the squarest factorisation.
    /// </summary>
    public static NeuronMatrix Of(Tensor tensor, (int Height, int Width)? asked = null, bool transposed = false)
    {
        int count = tensor.Shape.Length == 0 ? 1 : transposed ? tensor.Shape[^1] : tensor.Shape[0];
        int length = count == 0 ? 0 : tensor.Length / count;
        if (asked is { } view && view.Height * view.Width == length)
            return new NeuronMatrix(count, view.Height, view.Width, transposed);
        if (tensor.Shape.Length > 2 && !transposed)
            return new NeuronMatrix(count, tensor.Shape[1], length / Math.Max(tensor.Shape[1], 1), false);
        (int height, int width) = Squarest(length);
        return new NeuronMatrix(count, height, width, transposed);
    }
}
