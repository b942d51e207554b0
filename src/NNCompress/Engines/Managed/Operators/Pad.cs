using NNCompress.Models.Shapes;

namespace NNCompress.Engines.Managed.Operators;

/// <summary>Puts a constant around its input.</summary>
internal sealed unsafe class Pad : Kernel
{
    private readonly int[] shape;
    private readonly int[] before;
    private readonly int[] padded;
    private readonly float value;

    private Pad(int[] shape, int[] before, int[] padded, float value)
        : base(0) => (this.shape, this.before, this.padded, this.value) = (shape, before, padded, value);

    public static Kernel Compile(OperatorContext c)
    {
        PadWidths widths = PadWidths.Of(c);
        return widths.Before.Concat(widths.After).All(w => w == 0) ? View : new Pad(c.Shape(0), widths.Before, c.OutputShape, c.Scalar("value", 2, 0));
    }

    public override void Run(in KernelFrame frame)
    {
        frame.OutputSpan.Fill(value);
        Copy(0, frame.Input(0), frame.Output, frame.InputSpan(0).Length, frame.OutputSpan.Length);
    }

    /// <param name="axis">Dimension.</param>
    /// <param name="from">Input from that dimension on.</param>
    /// <param name="to">Output from that dimension on.</param>
    /// <param name="input">Elements of the input from that dimension on.</param>
    /// <param name="output">Elements of the output from that dimension on.</param>
    private void Copy(int axis, float* from, float* to, int input, int output)
    {
        if (axis == shape.Length)
        {
            *to = *from;
            return;
        }
        if (shape[axis] == 0)
            return;
        int inner = input / shape[axis], outer = output / padded[axis];
        to += before[axis] * outer;
        if (axis == shape.Length - 1)
        {
            new ReadOnlySpan<float>(from, input).CopyTo(new Span<float>(to, input));
            return;
        }
        for (int i = 0; i < shape[axis]; i++)
            Copy(axis + 1, from + i * inner, to + i * outer, inner, outer);
    }
}
