using NNCompress.Engines.Managed.Operators;
using NNCompress.Models.Shapes;

namespace NNCompress.Engines.Managed.Training.Steps;

/// <summary>Operators that move, repeat or drop elements: the gradient goes back to where each came from.</summary>
internal sealed class StridedStep : TrainingStep
{
    private readonly WholeBatch forward;
    private readonly int[] positions;

    public StridedStep(StepContext c)
        : base(c.Inputs, c.Output)
    {
        forward = new WholeBatch(OperatorRegistry.Find(c.Node)!(c.Operator), c);
        positions = [.. StridedViews.Find(c.Operator, c.Operator.OutputIndex)!.Positions()];
    }

    public override void Forward(WorkTeam team, long pass) => forward.Run();

    public override void Backward(WorkTeam team)
    {
        if (!Wants(0))
            return;
        Span<float> dx = Sum(0), dy = Output.GradientBuffer!.Span;
        for (int i = 0; i < positions.Length; i++)
            dx[positions[i]] += dy[i];
    }
}
