using NNCompress.Engines.Managed.Operators;
using NNCompress.Models.Shapes;

namespace NNCompress.Engines.Managed.Training.Steps;

/// <summary>dx = y·(dy − Σ dy·y) for Softmax, dx = dy − eʸ·Σ dy for its logarithm, each along the axis.</summary>
internal sealed unsafe class SoftmaxStep : TrainingStep
{
    private readonly WholeBatch forward;
    private readonly int outer;
    private readonly int size;
    private readonly int inner;
    private readonly bool logarithm;

    public SoftmaxStep(StepContext c)
        : base(c.Inputs, c.Output)
    {
        int[] shape = c.Output.Shape;
        int axis = PointwiseShapes.SoftmaxAxis(c.Operator, shape.Length), end = c.Operator.Opset < 13 ? shape.Length : axis + 1;
        (outer, size, inner) = (Length(shape[..axis]), Length(shape[axis..end]), Length(shape[end..]));
        logarithm = c.Node.OpType == "LogSoftmax";
        forward = new WholeBatch(OperatorRegistry.Find(c.Node)!(c.Operator), c);
    }

    public override void Forward(WorkTeam team, long pass) => forward.Run();

    public override void Backward(WorkTeam team)
    {
        if (!Wants(0))
            return;
        float* dx = Input(0).Gradient;
        for (int row = 0; row < outer * inner; row++)
        {
            nint start = ((nint)(row / inner) * size * inner) + (row % inner);
            float* y = Output.Data + start, dy = Output.Gradient + start, to = dx + start;
            double sum = 0;
            for (int i = 0; i < size; i++)
                sum += logarithm ? dy[(nint)i * inner] : (double)dy[(nint)i * inner] * y[(nint)i * inner];
            for (int i = 0; i < size; i++)
            {
                nint at = (nint)i * inner;
                float slope = (float)(logarithm ? dy[at] - (Math.Exp(y[at]) * sum) : y[at] * (dy[at] - sum));
                to[at] = Adds(0) ? to[at] + slope : slope;
            }
        }
    }

    private static int Length(int[] shape) => shape.Aggregate(1, (p, d) => p * d);
}
