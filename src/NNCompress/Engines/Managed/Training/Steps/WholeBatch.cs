using NNCompress.Engines.Managed.Matrices;

namespace NNCompress.Engines.Managed.Training.Steps;

/// <summary>An evaluation kernel bound to a step's memory: what it computes is the same in training.</summary>
internal sealed unsafe class WholeBatch
{
    private readonly Kernel kernel;
    private readonly AlignedBuffer scratch;
    private readonly KernelFrame frame;

    public WholeBatch(Kernel kernel, StepContext c)
    {
        this.kernel = kernel;
        scratch = new AlignedBuffer(checked((int)kernel.ScratchLength));
        frame = new KernelFrame(
            [.. c.Inputs.Select(v => v is null ? 0 : (nint)v.Data)], [.. c.Inputs.Select(v => v?.Length ?? 0)], c.Output.Data, c.Output.Length, scratch.Pointer);
    }

    public void Run()
    {
        kernel.Run(frame);
        GC.KeepAlive(scratch);
    }
}
