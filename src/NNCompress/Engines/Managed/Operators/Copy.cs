namespace NNCompress.Engines.Managed.Operators;

/// <summary>Copies its first input: a view of a constant that is itself asked for.</summary>
internal sealed class Copy() : Kernel(0)
{
    public override void Run(in KernelFrame frame) => frame.InputSpan(0).CopyTo(frame.OutputSpan);
}
