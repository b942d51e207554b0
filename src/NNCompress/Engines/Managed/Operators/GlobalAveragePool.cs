using System.Numerics.Tensors;

namespace NNCompress.Engines.Managed.Operators;

/// <summary>The mean of each channel.</summary>
internal sealed unsafe class GlobalAveragePool : Kernel
{
    private readonly int planes;
    private readonly int plane;

    private GlobalAveragePool(int planes, int plane)
        : base(0) => (this.planes, this.plane) = (planes, plane);

    public static Kernel Compile(OperatorContext c)
    {
        int[] x = c.Shape(0);
        return new GlobalAveragePool(x[0] * x[1], x.Skip(2).Aggregate(1, (p, d) => p * d));
    }

    public override void Run(in KernelFrame frame)
    {
        for (int i = 0; i < planes; i++)
            frame.Output[i] = TensorPrimitives.Sum(new ReadOnlySpan<float>(frame.Input(0) + ((nint)i * plane), plane)) / plane;
    }
}
