using NNCompress.Models.Shapes;

namespace NNCompress.Engines.Managed.Operators;

/// <summary>Permutes dimensions.</summary>
internal sealed unsafe class Transpose : Kernel
{
    // Output dimensions from the outermost in, each with its stride in the input.
    private readonly (int Size, nint Stride)[] dimensions;

    private Transpose((int Size, nint Stride)[] dimensions)
        : base(0) => this.dimensions = dimensions;

    public static Kernel Compile(OperatorContext c)
    {
        int[] shape = c.Shape(0);
        nint[] strides = new nint[shape.Length];
        nint stride = 1;
        for (int i = shape.Length - 1; i >= 0; i--)
        {
            strides[i] = stride;
            stride *= shape[i];
        }
        List<(int Size, nint Stride)> dimensions = [];
        foreach (int axis in LayoutShapes.Permutation(c, shape.Length))
        {
            // What has no extent needs no loop, and neighbours that stay neighbours are one dimension.
            if (shape[axis] == 1)
                continue;
            if (dimensions.Count > 0 && dimensions[^1].Stride == strides[axis] * shape[axis])
                dimensions[^1] = (dimensions[^1].Size * shape[axis], strides[axis]);
            else
                dimensions.Add((shape[axis], strides[axis]));
        }
        return new Transpose(dimensions.Count == 0 ? [(1, 1)] : [.. dimensions]);
    }

    public override void Run(in KernelFrame frame)
    {
        float* to = frame.Output;
        Walk(0, frame.Input(0), ref to);
    }

    private void Walk(int depth, float* from, ref float* to)
    {
        (int size, nint stride) = dimensions[depth];
        if (depth == dimensions.Length - 1)
        {
            if (stride == 1)
                new ReadOnlySpan<float>(from, size).CopyTo(new Span<float>(to, size));
            else
            {
                for (int i = 0; i < size; i++)
                    to[i] = from[i * stride];
            }
            to += size;
            return;
        }
        for (int i = 0; i < size; i++)
            Walk(depth + 1, from + (i * stride), ref to);
    }
}
