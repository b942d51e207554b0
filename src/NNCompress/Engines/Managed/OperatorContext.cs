using NNCompress.Engines.Managed.Matrices;
using NNCompress.Models;
using NNCompress.Models.Shapes;

namespace NNCompress.Engines.Managed;

/// <summary>What an operator sees of its node when it is compiled.</summary>
internal sealed class OperatorContext(
    Network network, Node node, IReadOnlyDictionary<string, int[]> shapes, ConstantResolver constants, SimdPath path, int output = 0, PackedWeights? packs = null)
    : ShapeContext(network, node, shapes, constants)
{
    private readonly Network network = network;
    private readonly IReadOnlyDictionary<string, int[]> shapes = shapes;
    private readonly ConstantResolver constants = constants;
    private readonly PackedWeights packs = packs ?? new PackedWeights(0);

    /// <summary>The vector width of matrix products, and with it the layout of packed weights.</summary>
    public SimdPath Path => path;

    /// <summary>Which of the node's outputs is compiled: each has a kernel of its own.</summary>
    public int OutputIndex => output;

    public int[] OutputShape => shapes[Node.Outputs[output]];

    /// <summary>The constant at that input as floats, or null where it is left out or computed.</summary>
    public float[]? Weights(int index) => Constant(index) is { } tensor ? Floats(tensor) : null;

    /// <summary>A constant as kernels see it: integers are floats too, exact below 2²⁴.</summary>
    public static float[] Floats(Tensor tensor) => tensor.IsFloat ? tensor.Floats : Array.ConvertAll(tensor.Integers, i => (float)i);

    /// <summary>Packs the constant at an input, matrices of one size after each other, for the matrix kernel; the other parameters are those of <see cref="PackedOperand"/>.</summary>
    /// <exception cref="NncException">NNC2020: a packed matrix would be too large.</exception>
    public Packed<PackedOperand[]> Pack(int index, int matrices, int lines, int steps, int lineStride, int stepStride, int width)
    {
        // Panels are filled up, which makes more of a matrix with few lines.
        long length = ((long)lines + width) * steps;
        if (length > Array.MaxLength / 2)
            throw Unsupported($"has a weight matrix of {lines} by {steps}, too large to pack: {length} floats, the limit is {Array.MaxLength / 2}");
        return Pack(matrices * length, () =>
        {
            float[] weights = Weights(index)!;
            return Enumerable.Range(0, matrices).Select(i => new PackedOperand(lines, steps, weights.AsSpan(i * lines * steps, lines * steps), lineStride, stepStride, width)).ToArray();
        });
    }

    /// <summary>Packs constants in a kernel's own way.</summary>
    /// <param name="length">Floats that they take.</param>
    /// <param name="pack">Reads and packs them; may be called again.</param>
    public Packed<T> Pack<T>(long length, Func<T> pack)
        where T : class => packs.Add(length * sizeof(float), pack);

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

    /// <summary>Whether the input at <paramref name="index"/> is of integers or booleans, which buffers hold as floats.</summary>
    public bool IsInteger(int index) => ElementTypes.IsInteger(TypeOf(index));

    /// <summary>The same node with other shapes of its first input and output.</summary>
    public OperatorContext Resized(int[] input, int[] output) =>
        new(network, Node, new Dictionary<string, int[]> { [Node.Inputs[0]] = input, [Node.Outputs[0]] = output }, constants, Path, packs: packs);
}
