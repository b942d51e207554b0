namespace NNCompress.Engines.Managed.Matrices;

/// <summary>A matrix packed once for many products: whole k blocks after each other, each in <see cref="Panels"/>.</summary>
internal sealed unsafe class PackedOperand
{
    private readonly AlignedBuffer buffer;
    private readonly int padded;

    /// <param name="lines">Rows of a left operand, columns of a right one.</param>
    /// <param name="steps">The inner dimension.</param>
    /// <param name="data">The matrix.</param>
    /// <param name="lineStride">Elements from a line to the next.</param>
    /// <param name="stepStride">Elements from a step to the next.</param>
    /// <param name="width">Lines a panel.</param>
    public PackedOperand(int lines, int steps, ReadOnlySpan<float> data, int lineStride, int stepStride, int width)
        : this(lines, steps, width)
    {
        fixed (float* source = data)
            Fill(source, lineStride, stepStride);
    }

    /// <summary>Room for a matrix; parameters as above.</summary>
    public PackedOperand(int lines, int steps, int width)
    {
        (Lines, Steps, Width) = (lines, steps, width);
        padded = Panels.RoundUp(lines, width);
        buffer = new AlignedBuffer(checked(padded * steps));
    }

    public int Lines { get; }

    public int Steps { get; }

    public int Width { get; }

    /// <summary>Packs a matrix of this size in the place of the one before; strides as above.</summary>
    public void Fill(float* source, nint lineStride, nint stepStride)
    {
        foreach ((int step, int count) in InnerBlocks.Of(Steps))
            Panels.Pack(source + (step * stepStride), lineStride, stepStride, Lines, count, Width, buffer.Pointer + ((nint)step * padded));
    }

    /// <summary>The panels of the k block that starts at <paramref name="step"/>, from <paramref name="line"/> (a multiple of the width) on.</summary>
    public float* At(int line, int step, int steps) => buffer.Pointer + ((nint)step * padded) + ((nint)line * steps);
}
