using NNCompress.Models;

namespace NNCompress.Engines.Managed.Operators;

/// <summary>Scales and zero points of a node of QuantizeLinear or DequantizeLinear, and which elements each is for: one for all, or one an index of an axis.</summary>
internal sealed class ScaleBlocks
{
    private readonly float[]? scales;
    private readonly float[]? zeros;
    private readonly int count;

    private ScaleBlocks(float[]? scales, float[]? zeros, int count, ElementType type, int inner) =>
        (this.scales, this.zeros, this.count, Type, Inner) = (scales, zeros, count, type, inner);

    /// <summary>The positions of the node's inputs that are read while it runs: scales of activations may be computed from them.</summary>
    public int[] Reads => [0, .. scales is null ? (int[])[1] : [], .. zeros is null ? (int[])[2] : []];

    /// <summary>Of the zero point, and with it of the integers; unsigned bytes where there is none.</summary>
    public ElementType Type { get; }

    /// <summary>Neighbouring elements that share a scale; 0 where all do.</summary>
    public int Inner { get; }

    /// <exception cref="NncException">NNC2020: scales belong to blocks, or a zero point is no integer. NNC2021: their number does not fit the axis.</exception>
    public static ScaleBlocks Of(OperatorContext c)
    {
        if (c.Node.Int("block_size", 0) != 0)
            throw c.Unsupported("has a scale for each block; one for all elements or one an index of an axis are supported");
        int count = Count(1);
        bool hasZero = c.Node.Input(2) is not null;
        if (hasZero && !c.IsInteger(2))
            throw c.Unsupported("has a zero point that is no integer");
        if (hasZero && Count(2) != count)
            throw c.Misfit($"has {count} scales and {Count(2)} zero points");
        ElementType type = hasZero ? c.TypeOf(2) : ElementType.UInt8;
        float[]? zeros = hasZero ? c.Weights(2) : new float[count];
        if (count == 1)
            return new ScaleBlocks(c.Weights(1), zeros, count, type, 0);
        int[] shape = c.Shape(0);
        int axis = c.Axis(c.Node.Int("axis", 1), shape.Length);
        if (count != shape[axis])
            throw c.Misfit($"has {count} scales for {shape[axis]} indices of axis {axis}");
        return new ScaleBlocks(c.Weights(1), zeros, count, type, shape.Skip(axis + 1).Aggregate(1, (p, d) => p * d));

        int Count(int index) => c.Shape(index).Aggregate(1, (p, d) => p * d);
    }

    /// <summary>Scales and zero points, one each or one an index of the axis.</summary>
    public (float[] Scales, float[] Zeros) Read(in KernelFrame frame) => (scales ?? frame.InputSpan(1).ToArray(), zeros ?? frame.InputSpan(2).ToArray());

    /// <summary>Calls <paramref name="each"/> for every run of elements that share a scale.</summary>
    public void Walk(int length, Action<int, int, int> each)
    {
        if (Inner == 0)
        {
            each(0, length, 0);
            return;
        }
        for (int start = 0, index = 0; start < length; start += Inner, index = index + 1 == count ? 0 : index + 1)
            each(start, Inner, index);
    }
}
