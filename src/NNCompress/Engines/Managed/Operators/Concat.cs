namespace NNCompress.Engines.Managed.Operators;

/// <summary>Joins values along an axis.</summary>
internal sealed unsafe class Concat : Kernel
{
    private readonly int outer;

    // Contiguous elements that each input brings at a time.
    private readonly int[] runs;

    private Concat(int outer, int[] runs)
        : base([.. Enumerable.Range(0, runs.Length)]) => (this.outer, this.runs) = (outer, runs);

    public static Kernel Compile(OperatorContext c)
    {
        int axis = c.Axis(c.Node.Int("axis", 1), c.OutputShape.Length);
        return new Concat(
            c.OutputShape.Take(axis).Aggregate(1, (p, d) => p * d),
            [.. Enumerable.Range(0, c.Node.Inputs.Count).Select(i => c.Shape(i).Skip(axis).Aggregate(1, (p, d) => p * d))]);
    }

    public override void Run(in KernelFrame frame)
    {
        float* to = frame.Output;
        for (int o = 0; o < outer; o++)
        {
            for (int i = 0; i < runs.Length; i++)
            {
                new ReadOnlySpan<float>(frame.Input(i) + ((nint)o * runs[i]), runs[i]).CopyTo(new Span<float>(to, runs[i]));
                to += runs[i];
            }
        }
    }
}
