namespace NNCompress.Engines.Managed;

/// <summary>A node made ready to run on fixed shapes. Kernels hold no state of a run: all workers share them.</summary>
/// <param name="reads">Positions of the node's inputs that are read while it runs; constants that were prepared are not among them.</param>
internal abstract class Kernel(params int[] reads)
{
    /// <summary>Stands for operators that only give their first input another shape: nothing runs, both values share memory.</summary>
    public static Kernel View { get; } = new ViewKernel();

    public IReadOnlyList<int> Reads { get; } = reads;

    /// <summary>Whether the output may be written over the first input that is read, given that both have as many elements.</summary>
    public virtual bool InPlace => false;

    /// <summary>Floats of working memory.</summary>
    public virtual long ScratchLength => 0;

    /// <summary>Computes the output of one batch.</summary>
    public abstract void Run(in KernelFrame frame);

    private sealed class ViewKernel() : Kernel(0)
    {
        public override void Run(in KernelFrame frame)
        {
        }
    }
}
