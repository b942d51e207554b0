using NNCompress.Engines.Managed.Matrices;
using NNCompress.Models;
using NNCompress.Models.Shapes;

namespace NNCompress.Engines.Managed;

/// <summary>What an operator sees of its node when it is compiled.</summary>
internal sealed class OperatorContext(
    Network network, Node node, IReadOnlyDictionary<string, int[]> shapes, ConstantResolver constants, SimdPath path)
    : ShapeContext(network, node, shapes, constants)
{
    private readonly Network network = network;
    private readonly IReadOnlyDictionary<string, int[]> shapes = shapes;
    private readonly ConstantResolver constants = constants;

    /// <summary>The vector width of matrix products, and with it the layout of packed weights.</summary>
    public SimdPath Path => path;

    public int[] OutputShape => shapes[Node.Outputs[0]];

    /// <summary>The floats of the constant at that input, or null where it is left out or computed.</summary>
    /// <exception cref="NncException">NNC2020: the constant holds integers.</exception>
    public float[]? Weights(int index) => Constant(index) switch
    {
        null => null,
        { IsFloat: true } tensor => tensor.Floats,
        { } tensor => throw Unsupported($"reads '{tensor.Name}' of type {tensor.Type}; only floating-point values are supported"),
    };

    /// <summary>Packs a constant matrix for the matrix kernel; parameters as of <see cref="PackedOperand"/>.</summary>
    /// <exception cref="NncException">NNC2020: the packed matrix would be too large.</exception>
    public PackedOperand Pack(int lines, int steps, ReadOnlySpan<float> data, int lineStride, int stepStride, int width)
    {
        // Panels are filled up, which makes more of a matrix with few lines.
        long length = ((long)lines + width) * steps;
        if (length > Array.MaxLength / 2)
            throw Unsupported($"has a weight matrix of {lines} by {steps}, too large to pack: {length} floats, the limit is {Array.MaxLength / 2}");
        return new PackedOperand(lines, steps, data, lineStride, stepStride, width);
    }

    /// <summary>The single float of an attribute in old operator versions or of a constant input in newer ones.</summary>
    /// <exception cref="NncException">NNC2020: the input is no constant number.</exception>
    public float Scalar(string attribute, int index, float otherwise)
    {
        if (Node.Has(attribute))
            return Node.Float(attribute, otherwise);
        if (Node.Input(index) is null)
            return otherwise;
        return Weights(index) is [float value] ? value : throw Unsupported($"computes its '{attribute}' ('{Node.Input(index)}') while it runs; only constants are supported");
    }

    /// <summary>The same node with other shapes of its first input and output.</summary>
    public OperatorContext Resized(int[] input, int[] output) =>
        new(network, Node, new Dictionary<string, int[]> { [Node.Inputs[0]] = input, [Node.Outputs[0]] = output }, constants, Path);
}
