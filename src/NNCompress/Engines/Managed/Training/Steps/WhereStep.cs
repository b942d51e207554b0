using NNCompress.Engines.Managed.Operators;

namespace NNCompress.Engines.Managed.Training.Steps;

/// <summary>The gradient goes to the side that was taken, summed over what that is broadcast along. The condition has none.</summary>
internal sealed class WhereStep : TrainingStep
{
    private readonly WholeBatch forward;
    private readonly BroadcastLoop[] loops;

    public WhereStep(StepContext c)
        : base(c.Inputs, c.Output)
    {
        forward = new WholeBatch(OperatorRegistry.Find(c.Node)!(c.Operator), c);
        loops = [.. Enumerable.Range(1, 2).Select(side => new BroadcastLoop(c.Output.Shape, c.Input(0).Shape, c.Input(side).Shape))];
    }

    public override void Forward(WorkTeam team, long pass) => forward.Run();

    public override void Backward(WorkTeam team)
    {
        Stop(0);
        for (int side = 1; side <= 2; side++)
        {
            if (!Wants(side))
                continue;
            Span<float> sum = Sum(side), condition = Input(0).Buffer.Span, dy = Output.GradientBuffer!.Span;
            int at = 0;
            foreach ((nint when, nint to) in loops[side - 1].All())
            {
                if ((condition[(int)when] != 0) == (side == 1))
                    sum[(int)to] += dy[at];
                at++;
            }
        }
    }
}
