using NNCompress.Engines.Managed.Interleaved;
using NNCompress.Models.Shapes;

namespace NNCompress.Engines.Managed.Operators;

/// <summary>The largest element under each window of interleaved images.</summary>
internal sealed unsafe class InterleavedMaxPool(Window3 window, int planes) : Kernel(0)
{
    private readonly WindowMaximum maximum = new(window);

    public static Kernel? Compile(OperatorContext c)
    {
        Window3 window = Window3.Of(c, WindowShapes.PoolGeometry(c));
        return TapTable.Fits(window, 1) ? new InterleavedMaxPool(window, Interleaving.Blocks(c.OutputShape[0]) * c.OutputShape[1]) : null;
    }

    public override void Run(in KernelFrame frame)
    {
        float* from = frame.Input(0), to = frame.Output;
        for (int plane = 0; plane < planes; plane++, from += (nint)window.InputPlane * Interleaving.Samples, to += (nint)window.OutputPlane * Interleaving.Samples)
            maximum.Reduce(from, to);
    }
}
