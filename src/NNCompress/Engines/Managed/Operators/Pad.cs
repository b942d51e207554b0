using NNCompress.Models.Shapes;

namespace NNCompress.Engines.Managed.Operators;

/// <summary>Puts a constant, or elements of its input, around its input.</summary>
internal sealed unsafe class Pad : Kernel
{
    // For each dimension and position of the output where it is in the input; -1 for the constant.
    private readonly int[][] sources;
    private readonly int[] strides;
    private readonly int[] padded;
    private readonly float value;

    private Pad(int[][] sources, int[] shape, int[] padded, float value)
        : base(0) => (this.sources, strides, this.padded, this.value) = (sources, StridedView.Strides(shape), StridedView.Strides(padded), value);

    public static Kernel Compile(OperatorContext c)
    {
        PadWidths widths = PadWidths.Of(c);
        int[] x = c.Shape(0);
        if (x.Length == 0 || widths.Before.Concat(widths.After).All(w => w == 0))
            return View;
        if (c.OutputShape.Contains(0))
            return new Filled(0);
        string mode = PadWidths.Mode(c);
        int[][] sources = [.. x.Select((size, axis) => (int[])[.. Enumerable.Range(-widths.Before[axis], c.OutputShape[axis]).Select(at => Source(at, size, mode))])];
        return new Pad(sources, x, c.OutputShape, c.Scalar("value", 2, 0));
    }

    public override void Run(in KernelFrame frame)
    {
        frame.OutputSpan.Fill(value);
        Copy(0, frame.Input(0), frame.Output);
    }

    private static int Source(int at, int size, string mode)
    {
        if (at >= 0 && at < size)
            return at;
        return mode switch
        {
            "edge" => Math.Clamp(at, 0, size - 1),
            "reflect" => at < 0 ? -at : (2 * (size - 1)) - at,
            "wrap" when size > 0 => ((at % size) + size) % size,
            _ => -1,
        };
    }

    private void Copy(int axis, float* from, float* to)
    {
        int[] map = sources[axis];
        for (int i = 0; i < map.Length; i++)
        {
            if (map[i] < 0)
                continue;
            if (axis < sources.Length - 1)
            {
                Copy(axis + 1, from + ((nint)map[i] * strides[axis]), to + ((nint)i * padded[axis]));
                continue;
            }
            to[i] = from[map[i]];
        }
    }
}
