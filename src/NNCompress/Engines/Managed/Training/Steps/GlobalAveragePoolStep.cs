using NNCompress.Engines.Managed.Operators;

namespace NNCompress.Engines.Managed.Training.Steps;

/// <summary>Each channel's gradient in equal shares to its elements.</summary>
internal sealed unsafe class GlobalAveragePoolStep(StepContext c) : TrainingStep(c.Inputs, c.Output)
{
    private readonly WholeBatch forward = new(OperatorRegistry.Find(c.Node)!(c.Operator), c);

    public override void Forward(WorkTeam team, long pass) => forward.Run();

    public override void Backward(WorkTeam team)
    {
        if (!Wants(0))
            return;
        int plane = Input(0).Length / Output.Length;
        for (int i = 0; i < Output.Length; i++)
        {
            float share = Output.Gradient[i] / plane;
            float* dx = Input(0).Gradient + ((nint)i * plane);
            for (int j = 0; j < plane; j++)
                dx[j] = Adds(0) ? dx[j] + share : share;
        }
    }
}
