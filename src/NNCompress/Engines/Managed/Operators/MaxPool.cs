using NNCompress.Models.Shapes;

namespace NNCompress.Engines.Managed.Operators;

/// <summary>The largest element under each window.</summary>
internal sealed class MaxPool : Pool<Largest>
{
    private MaxPool(Window3 window, int planes)
        : base(window, planes)
    {
    }

    public static Kernel Compile(OperatorContext c) => c.OutputIndex == 1
        ? LargestPosition.Compile(c)
        : new MaxPool(Window3.Of(c, WindowShapes.PoolGeometry(c)), c.OutputShape[0] * c.OutputShape[1]);
}
