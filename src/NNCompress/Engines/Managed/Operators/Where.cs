namespace NNCompress.Engines.Managed.Operators;

/// <summary>Takes elements of the second input where the first is true, and of the third elsewhere, with broadcasting.</summary>
internal sealed unsafe class Where : Kernel
{
    private readonly BroadcastLoop yes;
    private readonly BroadcastLoop no;

    private Where(OperatorContext c)
        : base(0, 1, 2)
    {
        yes = new BroadcastLoop(c.OutputShape, c.Shape(0), c.Shape(1));
        no = new BroadcastLoop(c.OutputShape, c.Shape(0), c.Shape(2));
    }

    public static Kernel Compile(OperatorContext c) => new Where(c);

    public override void Run(in KernelFrame frame)
    {
        Take(yes, frame.Input(0), frame.Input(1), frame.Output, true);
        Take(no, frame.Input(0), frame.Input(2), frame.Output, false);
    }

    private static void Take(BroadcastLoop loop, float* condition, float* from, float* to, bool wanted)
    {
        (int size, nint innerCondition, nint innerFrom) = loop.Inner;
        foreach ((nint startCondition, nint startFrom) in loop.Outer())
        {
            float* when = condition + startCondition, x = from + startFrom;
            for (int i = 0; i < size; i++)
            {
                if ((when[i * innerCondition] != 0) == wanted)
                    to[i] = x[i * innerFrom];
            }
            to += size;
        }
    }
}
