using System.Numerics.Tensors;
using NNCompress.Engines.Managed.Operators;
using NNCompress.Models.Shapes;

namespace NNCompress.Engines.Managed.Training.Steps;

/// <summary>The gradient inside the padding.</summary>
internal sealed class PadStep : TrainingStep
{
    private readonly WholeBatch forward;
    private readonly int[] before;

    public PadStep(StepContext c)
        : base(c.Inputs, c.Output)
    {
        forward = new WholeBatch(OperatorRegistry.Find(c.Node)!(c.Operator), c);
        PadWidths widths = PadWidths.Of(c.Operator);
        if (PadWidths.Mode(c.Operator) is not "constant" || widths.Before.Concat(widths.After).Any(w => w < 0))
            throw c.Operator.Unsupported("pads by other than a constant, or cuts, which cannot be trained");
        before = widths.Before;
    }

    /// <summary>Whether nothing is put around the input.</summary>
    public static bool IsView(OperatorContext c)
    {
        PadWidths widths = PadWidths.Of(c);
        return widths.Before.Concat(widths.After).All(w => w == 0);
    }

    public override void Forward(WorkTeam team, long pass) => forward.Run();

    public override void Backward(WorkTeam team)
    {
        if (Wants(0))
            Cut(0, Output.GradientBuffer!.Span, Sum(0));
    }

    /// <param name="axis">Dimension.</param>
    /// <param name="from">The output's gradient from that dimension on.</param>
    /// <param name="to">The input's, likewise.</param>
    private void Cut(int axis, ReadOnlySpan<float> from, Span<float> to)
    {
        int size = Input(0).Shape[axis], inner = to.Length / size, outer = from.Length / Output.Shape[axis];
        if (axis == before.Length - 1)
        {
            TensorPrimitives.Add(to, from.Slice(before[axis], size), to);
            return;
        }
        for (int i = 0; i < size; i++)
            Cut(axis + 1, from.Slice((before[axis] + i) * outer, outer), to.Slice(i * inner, inner));
    }
}
