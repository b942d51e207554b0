namespace NNCompress.Engines.Managed;

/// <summary>The memory that a kernel works on in one worker.</summary>
internal readonly unsafe struct KernelFrame(nint[] inputs, int[] lengths, float* output, int length, float* scratch)
{
    /// <summary>The output, start of a cache line.</summary>
    public float* Output => output;

    public Span<float> OutputSpan => new(output, length);

    /// <summary>The kernel's working memory, of the length it asked for.</summary>
    public float* Scratch => scratch;

    /// <summary>The node's input at that position, which must be among those the kernel said it reads.</summary>
    public float* Input(int index) => (float*)inputs[index];

    public ReadOnlySpan<float> InputSpan(int index) => new((float*)inputs[index], lengths[index]);
}
