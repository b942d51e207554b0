using NNCompress.Engines.Managed.Interleaved;
using NNCompress.Engines.Managed.Operators;
using NNCompress.Models.Shapes;

namespace NNCompress.Engines.Managed.Training.Steps;

/// <summary>Y = W·X + b on interleaved images; dW = Σ dY·Xᵀ, dX = Wᵀ·dY, db = Σ dY.</summary>
internal sealed unsafe class ConvStep : TrainingStep
{
    private readonly InterleavedConvolution convolution;
    private readonly TrainingValue? bias;

    public ConvStep(StepContext c)
        : base(c.Inputs, c.Output)
    {
        int[] x = c.Input(0).Shape, w = c.Input(1).Shape;
        int groups = (int)c.Node.Int("group", 1);
        Window3 window = Window3.Of(c.Operator, WindowShapes.ConvGeometry(c.Operator));
        if (!TapTable.Fits(window, Math.Max(w[0] / groups, w[1])))
            throw c.Operator.Unsupported($"has a window of {string.Join('×', window.Kernel)}, too large to be trained");
        convolution = new InterleavedConvolution(c.Operator.Path, window, x[0], groups, w[0] / groups, w[1], Wants(0));
        bias = c.Node.Input(2) is null ? null : c.Input(2);
    }

    public override void Forward(WorkTeam team, long pass) =>
        convolution.Forward(team, Input(1).Data, bias is null ? null : bias.Data, Input(0).Data, Output.Data);

    public override void Backward(WorkTeam team)
    {
        if (Wants(1))
            convolution.ByKernels(team, Input(0).Data, Output.Gradient, Input(1).Gradient, Adds(1));
        if (Wants(2))
            convolution.ByBias(team, Output.Gradient, Input(2).Gradient, Adds(2));
        if (Wants(0))
            convolution.ByInput(team, Input(1).Data, Output.Gradient, Input(0).Gradient, Adds(0));
    }
}
