using NNCompress.Engines.Managed.Operators;

namespace NNCompress.Engines.Managed.Training.Steps;

/// <summary>Functions that are flat wherever they have a derivative: roundings, comparisons, casts to integers. No gradient goes through.</summary>
internal sealed class FlatStep : TrainingStep
{
    private readonly WholeBatch forward;
    private readonly int inputs;

    public FlatStep(StepContext c)
        : base(c.Inputs, c.Output)
    {
        forward = new WholeBatch(OperatorRegistry.Find(c.Node)!(c.Operator), c);
        inputs = c.Inputs.Length;
    }

    public override void Forward(WorkTeam team, long pass) => forward.Run();

    public override void Backward(WorkTeam team)
    {
        for (int i = 0; i < inputs; i++)
            Stop(i);
    }
}
