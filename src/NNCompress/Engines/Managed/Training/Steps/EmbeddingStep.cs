using System.Numerics.Tensors;
using NNCompress.Engines.Managed.Operators;

namespace NNCompress.Engines.Managed.Training.Steps;

/// <summary>Gather with computed indices: each row of the table gets the gradients of all places where it was put. Indices have none.</summary>
internal sealed class EmbeddingStep : TrainingStep
{
    private readonly WholeBatch forward;
    private readonly Indices indices;
    private readonly int outer;
    private readonly int inner;

    public EmbeddingStep(StepContext c)
        : base(c.Inputs, c.Output)
    {
        int[] x = c.Input(0).Shape;
        int axis = c.Operator.Axis(c.Node.Int("axis", 0), x.Length);
        forward = new WholeBatch(OperatorRegistry.Find(c.Node)!(c.Operator), c);
        indices = new Indices(c.Operator, axis, x[axis]);
        outer = x.Take(axis).Aggregate(1, (p, d) => p * d);
        inner = x.Skip(axis + 1).Aggregate(1, (p, d) => p * d);
    }

    public override void Forward(WorkTeam team, long pass) => forward.Run();

    public override void Backward(WorkTeam team)
    {
        Stop(1);
        if (!Wants(0))
            return;
        Span<float> table = Sum(0);
        ReadOnlySpan<float> chosen = Input(1).Buffer.Span, from = Output.GradientBuffer!.Span;
        for (int o = 0; o < outer; o++)
        {
            for (int i = 0; i < chosen.Length; i++, from = from[inner..])
            {
                Span<float> row = table.Slice(((o * indices.Size) + indices.At(chosen[i])) * inner, inner);
                TensorPrimitives.Add(row, from[..inner], row);
            }
        }
    }
}
