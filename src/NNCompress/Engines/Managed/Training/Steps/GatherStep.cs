using System.Numerics.Tensors;
using NNCompress.Engines.Managed.Operators;
using NNCompress.Models.Shapes;

namespace NNCompress.Engines.Managed.Training.Steps;

/// <summary>The gradient goes back to where each element was taken from; an index that is taken twice gets both.</summary>
internal sealed class GatherStep : TrainingStep
{
    private readonly WholeBatch forward;
    private readonly int[] indices;
    private readonly int inner;
    private readonly int line;

    public GatherStep(StepContext c)
        : base(c.Inputs, c.Output)
    {
        forward = new WholeBatch(OperatorRegistry.Find(c.Node)!(c.Operator), c);
        GatherIndices gather = GatherIndices.Of(c.Operator);
        int[] x = c.Input(0).Shape;
        (indices, inner) = (gather.Indices, x.Skip(gather.Axis + 1).Aggregate(1, (p, d) => p * d));
        line = inner * x[gather.Axis];
    }

    public override void Forward(WorkTeam team, long pass) => forward.Run();

    public override void Backward(WorkTeam team)
    {
        if (!Wants(0))
            return;
        ReadOnlySpan<float> from = Output.GradientBuffer!.Span;
        for (Span<float> to = Sum(0); from.Length > 0; to = to[line..])
        {
            foreach (int index in indices)
            {
                Span<float> target = to.Slice(index * inner, inner);
                TensorPrimitives.Add(target, from[..inner], target);
                from = from[inner..];
            }
        }
    }
}
