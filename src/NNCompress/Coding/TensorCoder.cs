using NNCompress.Coding.Jpeg;
using NNCompress.Models;
using NNCompress.Runtime;

namespace NNCompress.Coding;

/// <summary>Encodes single tensors. What comes out holds the values that the shim will compute, made by the shim's own decoder.</summary>
public static class TensorCoder
{
    private const int DecodedAtOnce = 1 << 22;

    /// <summary>Encodes a tensor as asked.</summary>
    /// <exception cref="NncException">NNC2064: a weight or the step is not a number that the coder can express.</exception>
    public static EncodedTensor Encode(Tensor tensor, TensorCoding coding) => coding.Coder switch
    {
        CoderKind.Raw => Coded(new StoredWeights(tensor), coding, Raw(tensor), always: true),
        CoderKind.Half => Coded(new StoredWeights(tensor), coding, Half(tensor), always: true),
        CoderKind.Quantised => EncodeLevels(tensor, QuantisedCoder.Quantise(tensor, coding.Step), coding.Step, coding),
        CoderKind.JpegPerNeuron or CoderKind.JpegTiled => EncodeJpeg(tensor, coding),
        _ => throw new ArgumentOutOfRangeException(nameof(coding), coding.Coder, "There is no such coder."),
    };

    /// <summary>Encodes with one of the JPEG coders.</summary>
    /// <param name="tensor">Weights.</param>
    /// <param name="coding">Coder, quality and the view of a neuron.</param>
    /// <param name="transposed">True where a neuron is a column of the tensor.</param>
    /// <param name="codec">Transforms and quantises; null for the built-in one.</param>
    /// <exception cref="NncException">NNC2080: the tensor is empty, not finite, or too large for a picture; NNC2081: the codec's stream cannot be used.</exception>
    public static EncodedTensor EncodeJpeg(Tensor tensor, TensorCoding coding, bool transposed = false, IJpegCodec? codec = null) =>
        Coded(new StoredWeights(tensor), coding, JpegTensorCoder.Encode(tensor, coding, transposed, codec), always: true);

    /// <summary>Encodes levels that were chosen elsewhere: the weight is level × step, the step rounded to a 32-bit float.</summary>
    /// <param name="shapeOf">Gives name, shape and element type.</param>
    /// <param name="levels">Row-major, one a weight.</param>
    /// <param name="step">In the weights' unit.</param>
    /// <param name="coding">Kept in the result.</param>
    public static EncodedTensor EncodeLevels(Tensor shapeOf, int[] levels, double step, TensorCoding coding) =>
        EncodeLevels(new StoredWeights(shapeOf), levels, step, coding);

    private static EncodedTensor EncodeLevels(StoredWeights shapeOf, int[] levels, double step, TensorCoding coding) =>
        Coded(shapeOf, coding with { Coder = CoderKind.Quantised, Step = step }, QuantisedCoder.Encode(shapeOf.Name, shapeOf.Shape, levels, step));

    /// <summary>Encodes levels on a grid: with the plain coder where all steps are the same.</summary>
    /// <param name="shapeOf">Gives name, shape and element type; its data are not read.</param>
    /// <param name="levels">A neuron a row.</param>
    /// <param name="grid">What the levels are worth.</param>
    /// <param name="picture">Where rows are cosine transforms of pictures: which; otherwise null.</param>
    /// <param name="transposed">True where a neuron is a column of the tensor.</param>
    public static EncodedTensor EncodeLevels(StoredWeights shapeOf, int[] levels, LevelGrid grid, PictureCosines? picture, bool transposed)
    {
        // The least multipliers of row and column are four each.
        double step = 16.0 * grid.Unit;
        bool plain = picture is null && !transposed && !grid.RowsDiffer && !grid.ColumnsDiffer;
        return plain
            ? EncodeLevels(shapeOf, levels, step, new TensorCoding(CoderKind.Quantised, step))
            : Coded(shapeOf, new TensorCoding(CoderKind.Scaled, step), ScaledCoder.Encode(levels, grid, picture, transposed), picture is not null);
    }

    /// <summary>
    /// A coding with negligible error: vectors and tensors of at most 256 weights take what is smallest of raw, half and fine steps (1/64 of the
    /// deviation; 1/32 of the least where all are positive, as variances are), greater ones steps of 1/16 of the deviation.
    /// </summary>
    public static TensorCoding Default(Tensor tensor) => DefaultCoding.Of(tensor);

    /// <summary>Bits that the levels of a rows × columns matrix take, without the section's header.</summary>
    public static double LevelBits(int[] levels, int rows, int columns) => QuantisedCoder.Bits(levels, rows, columns);

    /// <summary>A payload that is at hand already, with the values that the shim's decoder makes of it.</summary>
    public static EncodedTensor FromPayload(Tensor tensor, TensorCoding coding, byte[] payload) => Coded(new StoredWeights(tensor), coding, payload, always: true);

    /// <summary>What does not decode is found at once, but for great tensors of levels, which take memory when they are decoded.</summary>
    private static EncodedTensor Coded(StoredWeights shapeOf, TensorCoding coding, byte[] payload, bool always = false)
    {
        EncodedTensor tensor = new(coding.Coder, payload, shapeOf, coding);
        if (always || shapeOf.Length <= DecodedAtOnce)
            _ = tensor.Decoded;
        return tensor;
    }

    private static byte[] Raw(Tensor tensor) => TensorDecoder.ToBytes(tensor.Floats, (int)ElementType.Float);

    private static byte[] Half(Tensor tensor)
    {
        foreach (float value in tensor.Floats)
        {
            if (!(Math.Abs(value) <= 65504))
                throw new NncException("NNC2064", null, $"tensor '{tensor.Name}': weight {value:R} does not fit 16-bit floats (at most 65504): use the raw coder.");
        }
        return TensorDecoder.ToBytes(tensor.Floats, (int)ElementType.Half);
    }
}
