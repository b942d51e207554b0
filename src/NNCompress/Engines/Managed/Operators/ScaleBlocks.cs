using NNCompress.Models;

namespace NNCompress.Engines.Managed.Operators;

/// <summary>Scales and zero points of a node of QuantizeLinear or DequantizeLinear, and which elements each is for: one for all, or one an index of an axis.</summary>
internal sealed class ScaleBlocks
{
    private ScaleBlocks(float[] scales, float[] zeros, ElementType type, int inner) => (Scales, Zeros, Type, Inner) = (scales, zeros, type, inner);

    /// <summary>One, or one an index of the axis.</summary>
    public float[] Scales { get; }

    /// <summary>As many as <see cref="Scales"/>.</summary>
    public float[] Zeros { get; }

    /// <summary>Of the zero point, and with it of the integers; unsigned bytes where there is none.</summary>
    public ElementType Type { get; }

    /// <summary>Neighbouring elements that share a scale; 0 where all do.</summary>
    public int Inner { get; }

    /// <exception cref="NncException">NNC2020: scales or zero points are computed, or belong to blocks. NNC2021: their number does not fit the axis.</exception>
    public static ScaleBlocks Of(OperatorContext c)
    {
        if (c.Node.Int("block_size", 0) != 0)
            throw c.Unsupported("has a scale for each block; one for all elements or one an index of an axis are supported");
        float[] scales = c.Weights(1) ?? throw c.Unsupported("computes its scale while it runs; only constants are supported");
        Tensor? zero = c.Constant(2);
        if (c.Node.Input(2) is not null && zero is not { IsFloat: false })
            throw c.Unsupported("has a zero point that is no constant integer");
        int[] shape = c.Shape(0);
        float[] zeros = zero is null ? new float[scales.Length] : [.. zero.Integers.Select(z => (float)z)];
        if (zeros.Length != scales.Length)
            throw c.Misfit($"has {scales.Length} scales and {zeros.Length} zero points");
        ElementType type = zero?.Type ?? ElementType.UInt8;
        if (scales.Length == 1)
            return new ScaleBlocks(scales, zeros, type, 0);
        int axis = c.Axis(c.Node.Int("axis", 1), shape.Length);
        if (scales.Length != shape[axis])
            throw c.Misfit($"has {scales.Length} scales for {shape[axis]} indices of axis {axis}");
        return new ScaleBlocks(scales, zeros, type, shape.Skip(axis + 1).Aggregate(1, (p, d) => p * d));
    }

    /// <summary>Calls <paramref name="each"/> for every run of elements that share a scale.</summary>
    public void Walk(int length, Action<int, int, int> each)
    {
        if (Inner == 0)
        {
            each(0, length, 0);
            return;
        }
        for (int start = 0, index = 0; start < length; start += Inner, index = index + 1 == Scales.Length ? 0 : index + 1)
            each(start, Inner, index);
    }
}
