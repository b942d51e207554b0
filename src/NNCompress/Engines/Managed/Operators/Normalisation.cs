using System.Numerics.Tensors;
using NNCompress.Models.Shapes;

namespace NNCompress.Engines.Managed.Operators;

/// <summary>
/// LayerNormalization, InstanceNormalization and GroupNormalization: neighbouring elements are brought to mean 0 and variance 1, then scaled
/// and shifted. Element i of part p has the parameters at (p mod cycle)·perPart + i / block.
/// </summary>
internal sealed unsafe class Normalisation : Kernel
{
    private readonly int size;
    private readonly int cycle;
    private readonly int perPart;
    private readonly int block;
    private readonly double epsilon;
    private readonly bool shifts;

    private Normalisation(OperatorContext c, int size, int cycle, int perPart, int block)
        : base(c.Node.Input(2) is null ? [0, 1] : [0, 1, 2])
    {
        (this.size, this.cycle, this.perPart, this.block) = (size, cycle, perPart, block);
        epsilon = c.Node.Float("epsilon", 1e-5f);
        shifts = c.Node.Input(2) is not null;
    }

    public static Kernel Layer(OperatorContext c)
    {
        int[] x = c.Shape(0);
        int axis = NormalisationShapes.LayerAxis(c), size = Product(x[axis..]);
        int[] axes = [.. Enumerable.Range(axis, x.Length - axis)];
        double epsilon = c.Node.Float("epsilon", 1e-5f);
        if (c.OutputIndex == 1)
            return new RowReduction(new AxisRows(x, axes), RowReduction.Mean);
        if (c.OutputIndex == 2)
            return new RowReduction(new AxisRows(x, axes), row => (float)(1 / Math.Sqrt(Moments(row).Variance + epsilon)));
        for (int i = 1; i <= 2; i++)
        {
            if (c.Node.Input(i) is not null && Product(c.Shape(i)) != size)
                throw c.Unsupported($"broadcasts its input {i + 1} of shape {ShapeContext.Text(c.Shape(i))}; only one of {size} elements is supported");
        }
        return new Normalisation(c, size, 1, 0, 1);
    }

    public static Kernel Instance(OperatorContext c)
    {
        int[] x = c.Shape(0);
        int plane = Product(x[2..]);
        return new Normalisation(c, plane, x[1], 1, plane);
    }

    public static Kernel Group(OperatorContext c)
    {
        int[] x = c.Shape(0);
        int groups = (int)c.Node.Int("num_groups", 1), plane = Product(x[2..]), size = x[1] / groups * plane;
        return c.Opset < 21 ? new Normalisation(c, size, groups, 1, size) : new Normalisation(c, size, groups, x[1] / groups, plane);
    }

    /// <summary>Mean and variance, in two passes.</summary>
    public static (double Mean, double Variance) Moments(ReadOnlySpan<float> row)
    {
        double sum = 0, squares = 0;
        foreach (float x in row)
            sum += x;
        double mean = sum / row.Length;
        foreach (float x in row)
            squares += (x - mean) * (x - mean);
        return (mean, squares / row.Length);
    }

    public override void Run(in KernelFrame frame)
    {
        ReadOnlySpan<float> x = frame.InputSpan(0);
        for (int start = 0, part = 0; start < x.Length; start += size, part++)
        {
            ReadOnlySpan<float> row = x.Slice(start, size);
            (double mean, double variance) = Moments(row);
            Span<float> y = frame.OutputSpan.Slice(start, size);
            TensorPrimitives.Subtract(row, (float)mean, y);
            TensorPrimitives.Multiply(y, (float)(1 / Math.Sqrt(variance + epsilon)), y);
            Scale(frame, y, part % cycle * perPart);
        }
    }

    private void Scale(in KernelFrame frame, Span<float> y, int first)
    {
        if (block == 1)
        {
            TensorPrimitives.Multiply(y, frame.InputSpan(1).Slice(first, y.Length), y);
            if (shifts)
                TensorPrimitives.Add(y, frame.InputSpan(2).Slice(first, y.Length), y);
            return;
        }
        for (int i = 0; i * block < y.Length; i++)
        {
            Span<float> run = y.Slice(i * block, block);
            TensorPrimitives.Multiply(run, frame.Input(1)[first + i], run);
            if (shifts)
                TensorPrimitives.Add(run, frame.Input(2)[first + i], run);
        }
    }

    private static int Product(int[] shape) => shape.Aggregate(1, (p, d) => p * d);
}
