using System.Numerics.Tensors;
using NNCompress.Models.Shapes;

namespace NNCompress.Engines.Managed.Operators;

/// <summary>Resize and Upsample: one dimension after the other.</summary>
internal sealed unsafe class Resize : Kernel
{
    private readonly List<(ResizeAxis Table, int Outer, int Size, int Inner)> passes = [];
    private readonly List<(bool[] Outside, int Inner)> cropped = [];
    private readonly float beyond;

    private Resize(OperatorContext c, ResizeGeometry geometry)
        : base(0)
    {
        int[] shape = [.. c.Shape(0)];
        beyond = c.Node.Float("extrapolation_value", 0);
        // What shrinks goes first: later passes have less to do.
        foreach (int axis in Enumerable.Range(0, shape.Length).OrderBy(i => (double)geometry.Output[i] / shape[i]))
        {
            if (geometry.Output[axis] == shape[axis] && geometry.Scales[axis] == 1 && geometry.Region[axis] == (0, 1))
                continue;
            ResizeAxis table = ResizeAxis.Of(c, geometry, axis);
            passes.Add((table, Product(shape[..axis]), shape[axis], Product(shape[(axis + 1)..])));
            shape[axis] = geometry.Output[axis];
            if (table.Outside.Contains(true))
                cropped.Add((table.Outside, Product(geometry.Output[(axis + 1)..])));
            // The last pass writes to the output, those before it to two pieces of working memory in turn.
            Piece = Math.Max(Piece, Product(shape));
        }
        Piece = passes.Count > 1 ? Piece : 0;
    }

    public override long ScratchLength => 2L * Piece;

    private int Piece { get; }

    public static Kernel Compile(OperatorContext c)
    {
        if (c.OutputShape.Contains(0))
            return new Filled(0);
        Resize resize = new(c, ResizeGeometry.Of(c));
        return resize.passes.Count > 0 ? resize : View;
    }

    public override void Run(in KernelFrame frame)
    {
        float* from = frame.Input(0);
        for (int i = 0; i < passes.Count; i++)
        {
            float* to = i == passes.Count - 1 ? frame.Output : frame.Scratch + ((nint)(i % 2) * Piece);
            Pass(passes[i], from, to);
            from = to;
        }
        Span<float> y = frame.OutputSpan;
        foreach ((bool[] outside, int inner) in cropped)
        {
            for (int i = 0; i < y.Length; i += inner)
            {
                if (outside[i / inner % outside.Length])
                    y.Slice(i, inner).Fill(beyond);
            }
        }
    }

    private static void Pass((ResizeAxis Table, int Outer, int Size, int Inner) pass, float* from, float* to)
    {
        (ResizeAxis table, int outer, int size, int inner) = pass;
        for (int o = 0; o < outer; o++, from += (nint)size * inner)
        {
            for (int i = 0; i < table.Positions.Length; i++, to += inner)
            {
                int[] positions = table.Positions[i];
                float[] weights = table.Weights[i];
                Span<float> y = new(to, inner);
                y.Clear();
                for (int tap = 0; tap < positions.Length; tap++)
                {
                    float* x = from + ((nint)positions[tap] * inner);
                    if (inner == 1)
                        *to += *x * weights[tap];
                    else
                        TensorPrimitives.MultiplyAdd(new ReadOnlySpan<float>(x, inner), weights[tap], y, y);
                }
            }
        }
    }

    private static int Product(int[] shape) => shape.Aggregate(1, (p, d) => p * d);
}
