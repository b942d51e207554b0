using NNCompress.Models.Shapes;

namespace NNCompress.Engines.Managed.Operators;

/// <summary>Values that follow from positions: OneHot, EyeLike, Trilu, ConstantOfShape.</summary>
internal static class Patterns
{
    public static Kernel ConstantOfShape(OperatorContext c) => new Filled((float)FoldedOperators.Fill(c));

    public static Kernel OneHot(OperatorContext c) => new OneHotKernel(c);

    /// <summary>1 on a diagonal of a matrix.</summary>
    public static Kernel EyeLike(OperatorContext c)
    {
        int[] x = c.Shape(0);
        long k = c.Node.Int("k", 0);
        return x.Length == 2 ? new Diagonal((_, row, column) => column - row == k ? 1 : 0, x) : throw c.Misfit($"needs a matrix, not shape {ShapeContext.Text(x)}");
    }

    /// <summary>Keeps the part of each matrix above or below a diagonal.</summary>
    public static Kernel Trilu(OperatorContext c)
    {
        int[] x = c.Shape(0);
        bool upper = c.Node.Int("upper", 1) != 0;
        long k = c.Integers("k", 1) switch { null => 0, [long single] => single, _ => throw c.Misfit("has a k of more than one element") };
        return x.Length >= 2
            ? new Diagonal((value, row, column) => (upper ? column - row >= k : column - row <= k) ? value : 0, x)
            : throw c.Misfit($"needs matrices, not shape {ShapeContext.Text(x)}");
    }

    private sealed unsafe class Diagonal(Func<float, long, long, float> element, int[] shape) : Kernel(0)
    {
        public override bool InPlace => true;

        public override void Run(in KernelFrame frame)
        {
            int rows = shape[^2], columns = shape[^1];
            for (nint i = 0; i < frame.OutputSpan.Length; i++)
                frame.Output[i] = element(frame.Input(0)[i], i / columns % rows, i % columns);
        }
    }

    private sealed unsafe class OneHotKernel : Kernel
    {
        private readonly int depth;
        private readonly int inner;

        public OneHotKernel(OperatorContext c)
            : base(0, 2)
        {
            int axis = c.Axis(c.Node.Int("axis", -1), c.OutputShape.Length);
            depth = c.OutputShape[axis];
            inner = c.OutputShape[(axis + 1)..].Aggregate(1, (p, d) => p * d);
        }

        public override void Run(in KernelFrame frame)
        {
            float off = frame.Input(2)[0], on = frame.Input(2)[1];
            frame.OutputSpan.Fill(off);
            ReadOnlySpan<float> indices = frame.InputSpan(0);
            for (int i = 0; i < indices.Length; i++)
            {
                // What lies outside is off everywhere.
                int index = indices[i] < 0 ? (int)indices[i] + depth : (int)indices[i];
                if (index >= 0 && index < depth)
                    frame.Output[((((nint)(i / inner) * depth) + index) * inner) + (i % inner)] = on;
            }
        }
    }
}
