namespace NNCompress.Engines.Managed.Matrices;

/// <summary>One side of a product: in memory, packed before, or made panel by panel.</summary>
internal readonly unsafe struct Operand
{
    private readonly float* data;
    private readonly nint lineStride;
    private readonly nint stepStride;
    private readonly PackedOperand? packed;
    private readonly IPanelSource? source;

    public Operand(float* data, nint lineStride, nint stepStride)
    {
        this.data = data;
        this.lineStride = lineStride;
        this.stepStride = stepStride;
    }

    public Operand(PackedOperand packed) => this.packed = packed;

    public Operand(IPanelSource source) => this.source = source;

    /// <summary>Whether panels must be written to memory of the caller's.</summary>
    public bool NeedsScratch => packed is null;

    /// <summary>Panels of lines [line, line + lines) of the k block [step, step + steps).</summary>
    public float* Block(int line, int lines, int step, int steps, int width, float* scratch)
    {
        if (packed is not null)
            return packed.At(line, step, steps);
        if (source is not null)
            source.Pack(line, lines, step, steps, width, scratch);
        else
            Panels.Pack(data + (line * lineStride) + (step * stepStride), lineStride, stepStride, lines, steps, width, scratch);
        return scratch;
    }
}
