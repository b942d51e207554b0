using NNCompress.Models.Shapes;

namespace NNCompress.Engines.Managed.Operators;

/// <summary>MaxPool's second output: where in the whole input, row-major or column-major inside a plane, each window's largest element is.</summary>
internal sealed unsafe class LargestPosition : Kernel
{
    private readonly Window3 window;
    private readonly int planes;
    private readonly bool columns;

    private LargestPosition(Window3 window, int planes, bool columns)
        : base(0) => (this.window, this.planes, this.columns) = (window, planes, columns);

    public static Kernel Compile(OperatorContext c) =>
        new LargestPosition(Window3.Of(c, WindowShapes.PoolGeometry(c)), c.OutputShape[0] * c.OutputShape[1], c.Node.Int("storage_order", 0) != 0);

    public override void Run(in KernelFrame frame)
    {
        float* to = frame.Output;
        int[] size = window.Output;
        for (int plane = 0; plane < planes; plane++)
        {
            for (int at = 0; at < window.OutputPlane; at++)
            {
                nint position = Find(frame.Input(0) + ((nint)plane * window.InputPlane), at / (size[1] * size[2]), at / size[2] % size[1], at % size[2]);
                *to++ = ((nint)plane * window.InputPlane) + position;
            }
        }
    }

    private nint Find(float* image, int d, int h, int w)
    {
        int[] size = window.Input;
        float largest = float.NegativeInfinity;
        nint found = 0;
        for (int i = 0; i < window.Kernel[0] * window.Kernel[1] * window.Kernel[2]; i++)
        {
            int depth = At(0, d, i / (window.Kernel[1] * window.Kernel[2])), row = At(1, h, i / window.Kernel[2] % window.Kernel[1]), column = At(2, w, i % window.Kernel[2]);
            if (depth < 0 || depth >= size[0] || row < 0 || row >= size[1] || column < 0 || column >= size[2])
                continue;
            nint at = ((((nint)depth * size[1]) + row) * size[2]) + column;
            if (!(image[at] > largest))
                continue;
            largest = image[at];
            found = columns ? ((((nint)column * size[1]) + row) * size[0]) + depth : at;
        }
        return found;
    }

    private int At(int dimension, int output, int tap) => (output * window.Strides[dimension]) - window.Begin[dimension] + (tap * window.Dilations[dimension]);
}
