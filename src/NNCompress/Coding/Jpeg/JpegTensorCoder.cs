using System.Globalization;
using NNCompress.Models;
using NNCompress.Runtime;

namespace NNCompress.Coding.Jpeg;

/// <summary>
/// Weight tensors as JPEG pictures, a weight a pixel. <see cref="JpegWeights"/> reads what this writes.
/// </summary>
/// <remarks>
/// The range that pixels span decides how much of the weights a quality keeps. The reference is a range for each neuron, its lowest to its highest
/// weight. Against it stands one range for all neurons: the widest that errs no more (in mean square, clamped weights included). It spends no
/// bits on neurons of small weights only to store them finer than the others. The smaller section wins, so a quality means the same error
/// whichever it is.
/// </remarks>
public static class JpegTensorCoder
{
    // Two numbers a neuron; finer ones cost more than the tighter ranges save.
    private const int RangeBits = 8;

    // Common ranges are tried from the one of all weights down to 1/64 of it, four to a halving.
    private const int RangeTrials = 24;

    /// <summary>Encodes a tensor with one of the JPEG coders.</summary>
    /// <param name="tensor">Finite floats, at least one.</param>
    /// <param name="coding">Coder, quality and the view of a neuron.</param>
    /// <param name="transposed">True where a neuron is a column of the tensor.</param>
    /// <param name="codec">Transforms and quantises; null for <see cref="ManagedJpegCodec"/>. Entropy coding is always done here, without loss.</param>
    /// <returns>The section's content.</returns>
    /// <exception cref="NncException">NNC2080: the tensor is empty, not finite, or too large for a picture; NNC2081: the codec's stream cannot be used.</exception>
    public static byte[] Encode(Tensor tensor, TensorCoding coding, bool transposed = false, IJpegCodec? codec = null)
    {
        NeuronMatrix matrix = NeuronMatrix.Of(tensor, coding.Matrix, transposed);
        Require(tensor, matrix, coding.Coder);
        float[] weights = NeuronPictures.Weights(tensor, matrix);
        Pictures pictures = new(tensor.Name, coding.Quality, codec);

        byte[] best = Section(WeightRanges.OfNeurons(weights, matrix.Count, RangeBits));
        double limit = Error(best);
        double previous = double.PositiveInfinity;
        for (int trial = 0; trial < RangeTrials; trial++)
        {
            byte[] section = Section(WeightRanges.Common(weights, matrix.Count, Math.Pow(2, -trial / 4.0)));
            double error = Error(section);
            if (error <= limit && section.Length < best.Length)
                return section;
            // Narrower ranges only get larger from here on, or clamp too much.
            if (section.Length >= best.Length || error > previous)
                break;
            previous = error;
        }
        return best;

        byte[] Section(WeightRanges ranges)
        {
            byte[] pixels = NeuronPictures.Pixels(weights, matrix, ranges);
            return coding.Coder == CoderKind.JpegTiled ? Tiled(pixels, matrix, ranges, pictures) : PerNeuron(pixels, matrix, ranges, pictures);
        }

        double Error(byte[] section)
        {
            float[] decoded = JpegWeights.Decode((int)coding.Coder, section, 0, section.Length, tensor.Shape);
            double sum = 0;
            for (int i = 0; i < decoded.Length; i++)
                sum += ((double)decoded[i] - tensor.Floats[i]) * ((double)decoded[i] - tensor.Floats[i]);
            return sum;
        }
    }

    /// <summary>Encodes a tensor with both JPEG coders and gives the smaller section; a picture for each neuron where they are equal.</summary>
    /// <inheritdoc cref="Encode"/>
    public static (CoderKind Coder, byte[] Payload) EncodeSmaller(
        Tensor tensor, int quality, (int Height, int Width)? matrix = null, bool transposed = false, IJpegCodec? codec = null)
    {
        TensorCoding coding = new(CoderKind.JpegPerNeuron, 0, quality, matrix);
        byte[] neurons = Encode(tensor, coding, transposed, codec);
        if (NeuronPictures.Columns(NeuronMatrix.Of(tensor, matrix, transposed)) is null)
            return (CoderKind.JpegPerNeuron, neurons);
        byte[] tiles = Encode(tensor, coding with { Coder = CoderKind.JpegTiled }, transposed, codec);
        return tiles.Length < neurons.Length ? (CoderKind.JpegTiled, tiles) : (CoderKind.JpegPerNeuron, neurons);
    }

    /// <summary>Why a tensor cannot be coded as JPEG, or null where it can.</summary>
    public static string? Obstacle(Tensor tensor, NeuronMatrix matrix, CoderKind coder)
    {
        if (!tensor.IsFloat || tensor.Length == 0)
            return "it holds no floats";
        if (matrix.Height > 65535 || matrix.Width > 65535)
            return $"a neuron of {matrix.Height}×{matrix.Width} weights is more than JPEG's 65535×65535 pixels";
        if (coder == CoderKind.JpegTiled && NeuronPictures.Columns(matrix) is null)
            return $"{matrix.Count} neurons of {matrix.Height}×{matrix.Width} weights do not fit into one picture of 65535×65535 pixels";
        int index = Array.FindIndex(tensor.Floats, weight => !float.IsFinite(weight));
        if (index >= 0)
            return string.Create(CultureInfo.InvariantCulture, $"element {index} is {tensor.Floats[index]}");
        // Spans up to the largest float are representable; beyond half of it their sum is not.
        index = Array.FindIndex(tensor.Floats, weight => Math.Abs(weight) > float.MaxValue / 8);
        return index < 0 ? null : string.Create(CultureInfo.InvariantCulture, $"element {index} is {tensor.Floats[index]}, too large for a range of floats");
    }

    private static void Require(Tensor tensor, NeuronMatrix matrix, CoderKind coder)
    {
        if (coder is not (CoderKind.JpegPerNeuron or CoderKind.JpegTiled))
            throw new ArgumentException($"{coder} is not a JPEG coder.", nameof(coder));
        if (Obstacle(tensor, matrix, coder) is { } obstacle)
            throw new NncException("NNC2080", null, $"tensor '{tensor.Name}' cannot be stored as JPEG: {obstacle}. Choose another coder or view for it.");
    }

    private static byte[] PerNeuron(byte[] pixels, NeuronMatrix matrix, WeightRanges ranges, Pictures pictures)
    {
        int length = matrix.Height * matrix.Width;
        CoefficientPicture[] neurons = new CoefficientPicture[matrix.Count];
        for (int i = 0; i < neurons.Length; i++)
            neurons[i] = pictures.Of(pixels.AsSpan(i * length, length), matrix.Width, matrix.Height);
        return JpegSectionWriter.PerNeuron(matrix, ranges, neurons);
    }

    private static byte[] Tiled(byte[] pixels, NeuronMatrix matrix, WeightRanges ranges, Pictures pictures)
    {
        int columns = NeuronPictures.Columns(matrix)!.Value;
        (byte[] tiled, int width, int height) = NeuronPictures.Tile(pixels, matrix, columns);
        return JpegSectionWriter.Tiled(matrix, ranges, columns, pictures.Of(tiled, width, height));
    }
}
