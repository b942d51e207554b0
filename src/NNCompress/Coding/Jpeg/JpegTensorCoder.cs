using System.Globalization;
using NNCompress.Models;
using NNCompress.Runtime;

namespace NNCompress.Coding.Jpeg;

/// <summary>
/// Weight tensors as JPEG pictures, a weight a pixel. <see cref="JpegWeights"/> reads what this writes.
/// </summary>
/// <remarks>
/// The range that pixels span decides how much of the weights a quality keeps. The reference is a picture for each neuron with a range of its own,
/// its lowest to its highest weight. Against own ranges stand ranges that all neurons share, from the one of all weights down to narrower ones that
/// clamp outliers: they spend no bits on neurons of small weights only to store them finer than the others. Of what errs at most a tenth more than
/// the reference, so that a quality means the same for both coders, the least of bits a weight + 1.5 · log2(error) is taken, and where nothing does,
/// what errs least (<see cref="Trial"/> has the measure).
/// </remarks>
public static class JpegTensorCoder
{
    private const double ErrorAllowance = 1.1;

    // Shared ranges are tried from the one of all weights down to 1/64 of it, four to a halving.
    private const int RangeTrials = 24;

    // Square roots are the same on every platform; powers need not be.
    private static readonly double RangeStep = Math.Sqrt(Math.Sqrt(0.5));

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
        Trials trials = new(tensor, matrix, new Pictures(tensor.Name, coding.Quality, codec));
        return Best(trials, coding.Coder, trials.Own(CoderKind.JpegPerNeuron)).Section;
    }

    /// <summary>Encodes a tensor with both JPEG coders and gives the smaller section, tiles only where they err no more than a quality means.</summary>
    /// <inheritdoc cref="Encode"/>
    public static (CoderKind Coder, byte[] Payload) EncodeSmaller(
        Tensor tensor, int quality, (int Height, int Width)? matrix = null, bool transposed = false, IJpegCodec? codec = null)
    {
        NeuronMatrix view = NeuronMatrix.Of(tensor, matrix, transposed);
        Require(tensor, view, CoderKind.JpegPerNeuron);
        Trials trials = new(tensor, view, new Pictures(tensor.Name, quality, codec));
        Trial reference = trials.Own(CoderKind.JpegPerNeuron);
        Trial neurons = Best(trials, CoderKind.JpegPerNeuron, reference);
        if (NeuronPictures.Columns(view) is null)
            return (CoderKind.JpegPerNeuron, neurons.Section);
        Trial tiles = Best(trials, CoderKind.JpegTiled, reference);
        return tiles.Section.Length < neurons.Section.Length && tiles.Error <= reference.Error * ErrorAllowance
            ? (CoderKind.JpegTiled, tiles.Section)
            : (CoderKind.JpegPerNeuron, neurons.Section);
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
        // The lowest weight plus the range, and 255 times its step, must be floats.
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

    private static Trial Best(Trials trials, CoderKind coder, Trial reference)
    {
        Trial own = coder == CoderKind.JpegPerNeuron ? reference : trials.Own(coder);
        Trial best = own;
        double limit = reference.Error * ErrorAllowance;
        double previous = double.PositiveInfinity;
        double share = 1;
        for (int i = 0; i < RangeTrials; i++, share *= RangeStep)
        {
            Trial shared = trials.Shared(coder, share);
            bool better = best.Error <= limit ? shared.Error <= limit && shared.Score < best.Score : shared.Error < best.Error;
            if (better)
                best = shared;
            // Narrower ranges only get larger from here on, or clamp too much.
            if (shared.Error > previous || (shared.Error <= limit && shared.Section.Length >= own.Section.Length))
                break;
            previous = shared.Error;
        }
        return best;
    }
}
