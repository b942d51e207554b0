using NNCompress.Models;
using NNCompress.Runtime;

namespace NNCompress.Coding.Jpeg;

/// <summary>Encodes a tensor with given ranges and measures, on the decoded section, what they cost.</summary>
internal sealed class Trials(Tensor tensor, NeuronMatrix matrix, Pictures pictures)
{
    // Two numbers a neuron; finer ones cost more than the tighter ranges save.
    private const int RangeBits = 8;

    private const double BitsPerHalving = 1.5;

    // Besides the one time that decoded weights show it.
    private const double ClampingWeight = 5;

    private readonly float[] weights = NeuronPictures.Weights(tensor, matrix);

    /// <summary>With a range for each neuron.</summary>
    public Trial Own(CoderKind coder) => Try(coder, WeightRanges.OfNeurons(weights, matrix.Count, RangeBits));

    /// <summary>With one range for all: a share of the one that holds every weight.</summary>
    public Trial Shared(CoderKind coder, double share) => Try(coder, WeightRanges.Common(weights, matrix.Count, share));

    private Trial Try(CoderKind coder, WeightRanges ranges)
    {
        byte[] pixels = NeuronPictures.Pixels(weights, matrix, ranges);
        byte[] section = coder == CoderKind.JpegTiled ? Tiled(pixels, ranges) : PerNeuron(pixels, ranges);
        float[] decoded = JpegWeights.Decode((int)coder, section, 0, section.Length, tensor.Shape);
        double sum = 0;
        for (int i = 0; i < decoded.Length; i++)
            sum += ((double)decoded[i] - tensor.Floats[i]) * ((double)decoded[i] - tensor.Floats[i]);
        double error = Math.Sqrt((sum + (ClampingWeight * ranges.Clamped(weights))) / decoded.Length);
        return new Trial(section, error, (8.0 * section.Length / decoded.Length) + (BitsPerHalving * Math.Log2(error)));
    }

    private byte[] PerNeuron(byte[] pixels, WeightRanges ranges)
    {
        int length = matrix.Height * matrix.Width;
        CoefficientPicture[] neurons = new CoefficientPicture[matrix.Count];
        for (int i = 0; i < neurons.Length; i++)
            neurons[i] = pictures.Of(pixels.AsSpan(i * length, length), matrix.Width, matrix.Height);
        return JpegSectionWriter.PerNeuron(matrix, ranges, neurons);
    }

    private byte[] Tiled(byte[] pixels, WeightRanges ranges)
    {
        int columns = NeuronPictures.Columns(matrix)!.Value;
        (byte[] tiled, int width, int height) = NeuronPictures.Tile(pixels, matrix, columns);
        return JpegSectionWriter.Tiled(matrix, ranges, columns, pictures.Of(tiled, width, height));
    }
}
