using NNCompress.Engines.Managed.Interleaved;
using NNCompress.Engines.Managed.Operators;
using NNCompress.Models.Shapes;

namespace NNCompress.Engines.Managed.Training.Steps;

/// <summary>The largest element of each window of interleaved images; the gradient goes to it, the first of equals.</summary>
internal sealed unsafe class MaxPoolStep : TrainingStep
{
    private readonly WindowMaximum maximum;
    private readonly int planes;
    private readonly nint inputPlane;
    private readonly nint outputPlane;

    public MaxPoolStep(StepContext c)
        : base(c.Inputs, c.Output)
    {
        Window3 window = Window3.Of(c.Operator, WindowShapes.PoolGeometry(c.Operator));
        maximum = new WindowMaximum(window);
        planes = Interleaving.Blocks(c.Output.Shape[0]) * c.Output.Shape[1];
        (inputPlane, outputPlane) = ((nint)window.InputPlane * Interleaving.Samples, (nint)window.OutputPlane * Interleaving.Samples);
    }

    public override void Forward(WorkTeam team, long pass) =>
        team.For(planes, plane => maximum.Reduce(Input(0).Data + (plane * inputPlane), Output.Data + (plane * outputPlane)));

    public override void Backward(WorkTeam team)
    {
        if (!Wants(0))
            return;
        bool add = Adds(0);
        team.For(planes, plane =>
        {
            nint from = plane * inputPlane, to = plane * outputPlane;
            maximum.Differentiate(Input(0).Data + from, Output.Data + to, Output.Gradient + to, Input(0).Gradient + from, add);
        });
    }
}
