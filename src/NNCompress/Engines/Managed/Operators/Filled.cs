namespace NNCompress.Engines.Managed.Operators;

/// <summary>One number everywhere, whatever the inputs are.</summary>
internal sealed class Filled(float value) : Kernel
{
    public override void Run(in KernelFrame frame) => frame.OutputSpan.Fill(value);
}
