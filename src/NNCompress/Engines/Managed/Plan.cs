using NNCompress.Engines.Managed.Matrices;

namespace NNCompress.Engines.Managed;

/// <summary>A network compiled for batches of a fixed size: kernels in order, and which memory each reads and writes.</summary>
/// <param name="Batch">Samples in a batch.</param>
/// <param name="SampleLength">Input values of a sample.</param>
/// <param name="Input">Where a batch is put.</param>
/// <param name="Steps">Kernels in order.</param>
/// <param name="Offsets">Where each buffer begins in a worker's memory, in elements.</param>
/// <param name="ValuesLength">Elements of that memory.</param>
/// <param name="ScratchLength">The most working memory that a kernel asks for.</param>
/// <param name="Constants">Constants that kernels read while they run.</param>
/// <param name="Values">The values asked for, with their shapes.</param>
internal sealed record Plan(
    int Batch, int SampleLength, Storage Input, IReadOnlyList<Step> Steps, IReadOnlyList<long> Offsets, long ValuesLength, long ScratchLength,
    IReadOnlyList<AlignedBuffer> Constants, IReadOnlyDictionary<string, PlanValue> Values)
{
    /// <summary>The most bytes that one worker may take.</summary>
    public const long MaxWorkerBytes = 1L << 30;

    /// <summary>Bytes that one worker takes for a batch of more than one sample: large inputs come a few at a time.</summary>
    public const long WantedWorkerBytes = 32L << 20;

    /// <summary>Bytes that each worker needs.</summary>
    public long WorkerBytes => sizeof(float) * (ValuesLength + ScratchLength);
}
