namespace NNCompress.Engines.Managed.Operators;

/// <summary>LRN: x / (bias + α/size · Σ x²)^β, the sum over neighbouring channels.</summary>
internal sealed unsafe class LocalResponse : Kernel
{
    private readonly int[] shape;
    private readonly int plane;
    private readonly int before;
    private readonly int after;
    private readonly double share;
    private readonly double beta;
    private readonly double bias;

    private LocalResponse(OperatorContext c, int size)
        : base(0)
    {
        shape = c.Shape(0);
        plane = shape.Skip(2).Aggregate(1, (p, d) => p * d);
        (before, after) = ((size - 1) / 2, size / 2);
        share = c.Node.Float("alpha", 1e-4f) / (double)size;
        (beta, bias) = (c.Node.Float("beta", 0.75f), c.Node.Float("bias", 1));
    }

    public static Kernel Compile(OperatorContext c) => c.Node.Int("size", 0) is > 0 and < int.MaxValue / 2 and long size && c.Shape(0).Length > 1
        ? new LocalResponse(c, (int)size)
        : throw c.Misfit($"has size {c.Node.Int("size", 0)}");

    public override void Run(in KernelFrame frame)
    {
        for (int sample = 0; sample < shape[0]; sample++)
        {
            nint start = (nint)sample * shape[1] * plane;
            for (int channel = 0; channel < shape[1]; channel++)
            {
                int from = Math.Max(0, channel - before), to = (int)Math.Min(shape[1] - 1L, channel + (long)after);
                for (int i = 0; i < plane; i++)
                {
                    double sum = 0;
                    for (int other = from; other <= to; other++)
                    {
                        double x = frame.Input(0)[start + ((nint)other * plane) + i];
                        sum += x * x;
                    }
                    nint at = start + ((nint)channel * plane) + i;
                    frame.Output[at] = (float)(frame.Input(0)[at] / Math.Pow(bias + (share * sum), beta));
                }
            }
        }
    }
}
