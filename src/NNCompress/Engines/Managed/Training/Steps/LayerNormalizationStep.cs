using NNCompress.Engines.Managed.Operators;
using NNCompress.Models.Shapes;

namespace NNCompress.Engines.Managed.Training.Steps;

/// <summary>
/// With x̂ = (x − μ)/σ over the n elements of a row and g = γ·dy: dβ = Σ dy, dγ = Σ dy·x̂, dx = (g − Σg/n − x̂·Σ(g·x̂)/n)/σ
/// (Ba, Kiros and Hinton, "Layer normalization", 2016).
/// </summary>
internal sealed class LayerNormalizationStep : TrainingStep
{
    private readonly WholeBatch forward;
    private readonly int size;
    private readonly double epsilon;

    public LayerNormalizationStep(StepContext c)
        : base(c.Inputs, c.Output)
    {
        forward = new WholeBatch(OperatorRegistry.Find(c.Node)!(c.Operator), c);
        size = c.Output.Shape.Skip(NormalisationShapes.LayerAxis(c.Operator)).Aggregate(1, (p, d) => p * d);
        epsilon = c.Node.Float("epsilon", 1e-5f);
    }

    public override void Forward(WorkTeam team, long pass) => forward.Run();

    public override void Backward(WorkTeam team)
    {
        ReadOnlySpan<float> x = Input(0).Buffer.Span, dy = Output.GradientBuffer!.Span, scale = Input(1).Buffer.Span;
        Span<float> dx = Wants(0) ? Sum(0) : [], dscale = Wants(1) ? Sum(1) : [], dbias = Wants(2) ? Sum(2) : [];
        for (int start = 0; start < dy.Length; start += size)
        {
            ReadOnlySpan<float> row = x.Slice(start, size), slope = dy.Slice(start, size);
            (double mean, double variance) = Normalisation.Moments(row);
            double factor = 1 / Math.Sqrt(variance + epsilon), sum = 0, product = 0;
            for (int i = 0; i < size; i++)
            {
                double standard = (row[i] - mean) * factor, weighted = (double)scale[i] * slope[i];
                (sum, product) = (sum + weighted, product + (weighted * standard));
                if (!dscale.IsEmpty)
                    dscale[i] += (float)(slope[i] * standard);
                if (!dbias.IsEmpty)
                    dbias[i] += slope[i];
            }
            for (int i = 0; i < size && !dx.IsEmpty; i++)
                dx[start + i] += (float)(factor * (((double)scale[i] * slope[i]) - (sum / size) - ((row[i] - mean) * factor * product / size)));
        }
    }
}
