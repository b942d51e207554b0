using NNCompress.Engines.Managed.Operators;
using NNCompress.Models.Shapes;

namespace NNCompress.Engines.Managed.Training.Steps;

/// <summary>ReduceSum and ReduceMean: each element gets the gradient of its sum, or its share of the mean's.</summary>
internal sealed class ReduceStep : TrainingStep
{
    private readonly WholeBatch forward;
    private readonly Broadcast broadcast;
    private readonly float factor;

    public ReduceStep(StepContext c)
        : base(c.Inputs, c.Output)
    {
        forward = new WholeBatch(OperatorRegistry.Find(c.Node)!(c.Operator), c);
        int[] x = c.Input(0).Shape, axes = ReducedAxes.Of(c.Operator).Axes;
        broadcast = new Broadcast(x, [.. x.Select((d, i) => axes.Contains(i) ? 1 : d)]);
        factor = c.Node.OpType is "ReduceMean" ? 1f / axes.Aggregate(1, (p, axis) => p * x[axis]) : 1;
    }

    public override void Forward(WorkTeam team, long pass) => forward.Run();

    public override void Backward(WorkTeam team)
    {
        if (Wants(0))
            broadcast.Add(Output.GradientBuffer!.Span, factor, Sum(0));
    }
}
