using NNCompress.Models.Shapes;

namespace NNCompress.Engines.Managed.Operators;

/// <summary>A window over up to three spatial dimensions, brought to exactly three: depth, height, width.</summary>
internal sealed class Window3
{
    private Window3(WindowGeometry g)
    {
        Input = Fill(g.Input, 1);
        Output = Fill(g.Output, 1);
        Kernel = Fill(g.Kernel, 1);
        Strides = Fill(g.Strides, 1);
        Dilations = Fill(g.Dilations, 1);
        Begin = Fill(g.PadsBegin, 0);
        End = Fill(g.PadsEnd, 0);
    }

    public int[] Input { get; }

    public int[] Output { get; }

    public int[] Kernel { get; }

    public int[] Strides { get; }

    public int[] Dilations { get; }

    /// <summary>Padding before the first element of each dimension.</summary>
    public int[] Begin { get; }

    /// <summary>Padding after the last element of each dimension.</summary>
    public int[] End { get; }

    public bool IsPadded => Begin.Any(p => p > 0) || End.Any(p => p > 0);

    /// <summary>Elements of one channel of the input.</summary>
    public int InputPlane => Input[0] * Input[1] * Input[2];

    /// <summary>Elements of one channel of the output.</summary>
    public int OutputPlane => Output[0] * Output[1] * Output[2];

    /// <exception cref="NncException">NNC2020: more than three spatial dimensions.</exception>
    public static Window3 Of(OperatorContext c, WindowGeometry geometry) => geometry.Input.Length <= 3
        ? new Window3(geometry)
        : throw c.Unsupported($"has {geometry.Input.Length} spatial dimensions; up to 3 are supported");

    /// <summary>The output positions [from, to) of a dimension at which a tap of the window meets the input and not its padding.</summary>
    public (int From, int To) Valid(int dimension, int tap)
    {
        int shift = Begin[dimension] - (tap * Dilations[dimension]), stride = Strides[dimension];
        int from = shift <= 0 ? 0 : (shift + stride - 1) / stride;
        int last = Input[dimension] - 1 + shift;
        int to = last < 0 ? 0 : Math.Min(Output[dimension], (last / stride) + 1);
        return (Math.Min(from, to), to);
    }

    private static int[] Fill(int[] list, int missing) => [.. Enumerable.Repeat(missing, 3 - list.Length), .. list];
}
