using System.Numerics.Tensors;
using NNCompress.Engines.Managed.Operators;

namespace NNCompress.Engines.Managed.Training.Steps;

/// <summary>Each input gets its part of the gradient.</summary>
internal sealed class ConcatStep : TrainingStep
{
    private readonly WholeBatch forward;
    private readonly int outer;
    private readonly int[] runs;

    public ConcatStep(StepContext c)
        : base(c.Inputs, c.Output)
    {
        forward = new WholeBatch(OperatorRegistry.Find(c.Node)!(c.Operator), c);
        int axis = c.Operator.Axis(c.Node.Int("axis", 1), c.Output.Shape.Length);
        outer = c.Output.Shape.Take(axis).Aggregate(1, (p, d) => p * d);
        runs = [.. Enumerable.Range(0, c.Inputs.Length).Select(i => c.Input(i).Shape.Skip(axis).Aggregate(1, (p, d) => p * d))];
    }

    public override void Forward(WorkTeam team, long pass) => forward.Run();

    public override void Backward(WorkTeam team)
    {
        int start = 0, line = runs.Sum();
        for (int i = 0; i < runs.Length; start += runs[i++])
        {
            if (!Wants(i))
                continue;
            Span<float> sum = Sum(i);
            for (int o = 0; o < outer; o++)
            {
                Span<float> to = sum.Slice(o * runs[i], runs[i]);
                TensorPrimitives.Add(to, Output.GradientBuffer!.Span.Slice((o * line) + start, runs[i]), to);
            }
        }
    }
}
