namespace NNCompress.Engines.Managed;

/// <summary>One kernel of a plan with its operands.</summary>
/// <param name="Kernel">What runs.</param>
/// <param name="Inputs">By position in the node; null where the kernel does not read.</param>
/// <param name="Output">Where it writes.</param>
internal sealed record Step(Kernel Kernel, Storage?[] Inputs, Storage Output);
