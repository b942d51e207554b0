namespace NNCompress.Engines.Managed.Training.Steps;

/// <summary>A node behind which nothing is trained, such as the mask of a text's padding: it only runs.</summary>
internal sealed class ForwardStep(StepContext c, Kernel kernel) : TrainingStep(c.Inputs, c.Output)
{
    private readonly WholeBatch forward = new(kernel, c);

    public override void Forward(WorkTeam team, long pass) => forward.Run();

    public override void Backward(WorkTeam team)
    {
    }
}
