using NNCompress.Engines.Managed.Matrices;
using NNCompress.Engines.Managed.Operators;

namespace NNCompress.Engines.Managed.Training.Steps;

/// <summary>An evaluation kernel of a node whose samples have nothing to do with each other, compiled for one sample and shared out.</summary>
internal sealed unsafe class EachSample
{
    private readonly Kernel kernel;
    private readonly AlignedBuffer scratch;
    private readonly KernelFrame[] frames;

    /// <param name="c">A node with one input, whose first dimension, as the output's, is the batch.</param>
    public EachSample(StepContext c)
    {
        kernel = OperatorRegistry.Find(c.Node)!(c.Operator.Resized([1, .. c.Input(0).Shape[1..]], [1, .. c.Output.Shape[1..]]));
        int samples = c.Output.Shape[0], from = c.Input(0).Length / samples, to = c.Output.Length / samples;
        int line = Panels.RoundUp(checked((int)kernel.ScratchLength), 16);
        scratch = new AlignedBuffer(checked(line * samples));
        frames = new KernelFrame[samples];
        for (int i = 0; i < samples; i++)
            frames[i] = new KernelFrame([(nint)(c.Input(0).Data + ((nint)i * from))], [from], c.Output.Data + ((nint)i * to), to, scratch.Pointer + ((nint)i * line));
    }

    public void Run(WorkTeam team)
    {
        team.For(frames.Length, i => kernel.Run(frames[i]));
        GC.KeepAlive(scratch);
    }
}
