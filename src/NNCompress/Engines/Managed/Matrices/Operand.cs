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

    /// <summary>Whether a left operand's rows can be read where they are: their steps are contiguous.</summary>
    public bool IsRows => data != null && stepStride == 1;

    /// <summary>Elements from a line to the next, of an operand in memory.</summary>
    public nint LineStride => lineStride;

    /// <summary>An element of an operand in memory.</summary>
    public float* At(int line, int step) => data + (line * lineStride) + (step * stepStride);

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
