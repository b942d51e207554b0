using NNCompress.Engines.Managed.Operators;
using NNCompress.Models.Shapes;

namespace NNCompress.Engines.Managed.Training.Steps;

/// <summary>The gradient takes the way back.</summary>
internal sealed unsafe class TransposeStep : TrainingStep
{
    private readonly WholeBatch forward;

    // Output dimensions from the outermost in, each with its stride in the input.
    private readonly (int Size, nint Stride)[] dimensions;

    public TransposeStep(StepContext c)
        : base(c.Inputs, c.Output)
    {
        forward = new WholeBatch(OperatorRegistry.Find(c.Node)!(c.Operator), c);
        int[] shape = c.Input(0).Shape;
        dimensions = [.. LayoutShapes.Permutation(c.Operator, shape.Length).Select(axis => (shape[axis], (nint)shape.Skip(axis + 1).Aggregate(1, (p, d) => p * d)))];
    }

    public override void Forward(WorkTeam team, long pass) => forward.Run();

    public override void Backward(WorkTeam team)
    {
        if (!Wants(0))
            return;
        float* dy = Output.Gradient;
        Walk(0, Input(0).Gradient, ref dy);
    }

    private void Walk(int depth, float* dx, ref float* dy)
    {
        if (depth == dimensions.Length)
        {
            *dx = Adds(0) ? *dx + *dy : *dy;
            dy++;
            return;
        }
        (int size, nint stride) = dimensions[depth];
        for (int i = 0; i < size; i++)
            Walk(depth + 1, dx + (i * stride), ref dy);
    }
}
