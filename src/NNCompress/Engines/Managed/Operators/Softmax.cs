using System.Numerics.Tensors;

namespace NNCompress.Engines.Managed.Operators;

/// <summary>Softmax and its logarithm along an axis; before opset 13 along all dimensions from the axis on.</summary>
internal sealed unsafe class Softmax : Kernel
{
    private readonly int outer;
    private readonly int size;
    private readonly int inner;
    private readonly bool logarithm;

    private Softmax(int outer, int size, int inner, bool logarithm)
        : base(0) => (this.outer, this.size, this.inner, this.logarithm) = (outer, size, inner, logarithm);

    public override bool InPlace => true;

    public override long ScratchLength => inner > 1 ? size : 0;

    public static Kernel Compile(OperatorContext c, bool logarithm)
    {
        int[] shape = c.Shape(0);
        int axis = Models.Shapes.PointwiseShapes.SoftmaxAxis(c, shape.Length), end = c.Opset < 13 ? shape.Length : axis + 1;
        return new Softmax(Product(shape[..axis]), Product(shape[axis..end]), Product(shape[end..]), logarithm);
    }

    public override void Run(in KernelFrame frame)
    {
        if (size == 0)
            return;
        for (int o = 0; o < outer; o++)
        {
            for (int i = 0; i < inner; i++)
            {
                nint start = ((nint)o * size * inner) + i;
                if (inner == 1)
                {
                    Normalise(new ReadOnlySpan<float>(frame.Input(0) + start, size), new Span<float>(frame.Output + start, size));
                    continue;
                }
                Span<float> row = new(frame.Scratch, size);
                for (int s = 0; s < size; s++)
                    row[s] = frame.Input(0)[start + ((nint)s * inner)];
                Normalise(row, row);
                for (int s = 0; s < size; s++)
                    frame.Output[start + ((nint)s * inner)] = row[s];
            }
        }
    }

    private void Normalise(ReadOnlySpan<float> x, Span<float> y)
    {
        // The largest is taken away first, so that no exponential overflows.
        TensorPrimitives.Subtract(x, TensorPrimitives.Max(x), y);
        if (logarithm)
        {
            double sum = 0;
            foreach (float v in y)
                sum += Math.Exp(v);
            TensorPrimitives.Subtract(y, (float)Math.Log(sum), y);
            return;
        }
        TensorPrimitives.Exp(y, y);
        TensorPrimitives.Divide(y, TensorPrimitives.Sum((ReadOnlySpan<float>)y), y);
    }

    private static int Product(int[] shape) => shape.Aggregate(1, (p, d) => p * d);
}
