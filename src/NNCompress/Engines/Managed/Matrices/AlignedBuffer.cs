namespace NNCompress.Engines.Managed.Matrices;

/// <summary>Pinned floats that start at a cache line and may be read and written up to <see cref="Slack"/> elements past their end; not initialised.</summary>
internal sealed unsafe class AlignedBuffer
{
    /// <summary>Elements past the end that whole-vector copies may touch.</summary>
    public const int Slack = 32;

    private const int LineBytes = 64;

    private readonly float[] memory;
    private readonly int offset;

    public AlignedBuffer(int length)
    {
        memory = GC.AllocateUninitializedArray<float>(checked(length + Slack + (LineBytes / sizeof(float))), pinned: true);
        Length = length;
        fixed (float* start = memory)
        {
            Pointer = (float*)(((nuint)start + LineBytes - 1) / LineBytes * LineBytes);
            offset = (int)(Pointer - start);
        }
    }

    public int Length { get; }

    /// <summary>Valid while this object is referenced.</summary>
    public float* Pointer { get; }

    /// <summary>The content; holds on to the memory by itself.</summary>
    public Span<float> Span => memory.AsSpan(offset, Length);

    /// <inheritdoc cref="Span"/>
    public Memory<float> Memory => memory.AsMemory(offset, Length);
}
