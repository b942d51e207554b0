using NNCompress.Data;
using NNCompress.Engines.Managed.Matrices;

namespace NNCompress.Engines.Managed;

/// <summary>One thread's memory for a plan.</summary>
internal sealed unsafe class Worker
{
    private readonly Plan plan;
    private readonly AlignedBuffer values;
    private readonly AlignedBuffer scratch;
    private readonly KernelFrame[] frames;

    public Worker(Plan plan)
    {
        this.plan = plan;
        values = new AlignedBuffer(checked((int)plan.ValuesLength));
        scratch = new AlignedBuffer(checked((int)plan.ScratchLength));
        frames = [.. plan.Steps.Select(Bind)];
    }

    /// <summary>Computes one batch; what is missing to a full one is filled up with zeros.</summary>
    /// <param name="data">What fits the plan.</param>
    /// <param name="first">The first sample.</param>
    /// <param name="count">At most a batch of samples.</param>
    public void Run(Dataset data, int first, int count)
    {
        Span<float> input = Span(plan.Input);
        data.CopyInputs(first, count, input);
        input[(count * data.SampleLength)..].Clear();
        for (int i = 0; i < frames.Length; i++)
            plan.Steps[i].Kernel.Run(frames[i]);
        // Frames hold addresses only.
        GC.KeepAlive(this);
    }

    /// <summary>The content of a value that the plan was asked for.</summary>
    public ReadOnlySpan<float> Value(PlanValue value) => Span(value.Storage);

    private KernelFrame Bind(Step step)
    {
        nint[] pointers = [.. step.Inputs.Select(s => s is { } storage ? (nint)Pointer(storage) : 0)];
        int[] lengths = [.. step.Inputs.Select(s => s?.Length ?? 0)];
        return new KernelFrame(pointers, lengths, Pointer(step.Output), step.Output.Length, scratch.Pointer);
    }

    private float* Pointer(Storage storage) => storage.Constant ? plan.Constants[storage.Index].Pointer : values.Pointer + plan.Offsets[storage.Index];

    private Span<float> Span(Storage storage) => storage.Constant
        ? plan.Constants[storage.Index].Span[..storage.Length]
        : values.Span.Slice((int)plan.Offsets[storage.Index], storage.Length);
}
