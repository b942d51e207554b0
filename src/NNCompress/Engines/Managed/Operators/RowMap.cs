using System.Numerics.Tensors;
using NNCompress.Models.Shapes;

namespace NNCompress.Engines.Managed.Operators;

/// <summary>Makes a row of each row: functions whose elements depend on their neighbours along some axes.</summary>
internal sealed unsafe class RowMap(AxisRows from, AxisRows to, RowMap.Function function) : Kernel(0)
{
    public delegate void Function(ReadOnlySpan<float> row, Span<float> result);

    public override long ScratchLength => from.Length + to.Length;

    /// <summary>A sum that grows along the axis; exclusive of the element itself, or from the end, where the node says so.</summary>
    public static Kernel CumSum(OperatorContext c)
    {
        int[] x = c.Shape(0);
        long[] axis = c.Integers("axis", 1) is [long single] ? [single] : throw c.Misfit("lacks its axis");
        bool exclusive = c.Node.Int("exclusive", 0) != 0, reverse = c.Node.Int("reverse", 0) != 0;
        return Of(x, [c.Axis(axis[0], x.Length)], (row, result) =>
        {
            double sum = 0;
            for (int i = 0; i < row.Length; i++)
            {
                int at = reverse ? row.Length - 1 - i : i;
                double next = sum + row[at];
                (result[at], sum) = ((float)(exclusive ? sum : next), next);
            }
        });
    }

    /// <summary>1 at the first of the largest elements, 0 elsewhere.</summary>
    public static Kernel Hardmax(OperatorContext c)
    {
        int[] x = c.Shape(0);
        int axis = PointwiseShapes.SoftmaxAxis(c, x.Length), end = c.Opset < 13 ? x.Length : axis + 1;
        return Of(x, [.. Enumerable.Range(axis, end - axis)], (row, result) =>
        {
            result.Clear();
            if (row.Length > 0)
                result[TensorPrimitives.IndexOfMax(row)] = 1;
        });
    }

    /// <summary>x over its first or second norm.</summary>
    public static Kernel LpNormalization(OperatorContext c)
    {
        int[] x = c.Shape(0);
        bool first = c.Node.Int("p", 2) == 1;
        return Of(x, [c.Axis(c.Node.Int("axis", -1), x.Length)], (row, result) =>
        {
            float norm = first ? TensorPrimitives.SumOfMagnitudes(row) : TensorPrimitives.Norm(row);
            TensorPrimitives.Divide(row, norm == 0 ? 1 : norm, result);
        });
    }

    /// <summary>(x − mean) / (deviation + 10⁻⁹).</summary>
    public static Kernel MeanVarianceNormalization(OperatorContext c)
    {
        int[] x = c.Shape(0);
        return Of(x, [.. (c.Node.Ints("axes") ?? [0, 2, 3]).Select(a => c.Axis(a, x.Length)).Order()], (row, result) =>
        {
            (double mean, double variance) = Normalisation.Moments(row);
            double factor = 1 / (Math.Sqrt(variance) + 1e-9);
            for (int i = 0; i < row.Length; i++)
                result[i] = (float)((row[i] - mean) * factor);
        });
    }

    public override void Run(in KernelFrame frame)
    {
        float* scratch = frame.Scratch + from.Length;
        for (int i = 0; i < from.Count; i++)
        {
            function(from.Read(frame.Input(0), i, frame.Scratch), to.Target(frame.Output, i, scratch));
            to.Write(frame.Output, i, scratch);
        }
    }

    private static RowMap Of(int[] shape, int[] axes, Function function)
    {
        AxisRows rows = new(shape, axes);
        return new RowMap(rows, rows, function);
    }
}
