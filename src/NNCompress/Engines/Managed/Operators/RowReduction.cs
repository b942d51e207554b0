using System.Numerics.Tensors;
using NNCompress.Models.Shapes;

namespace NNCompress.Engines.Managed.Operators;

/// <summary>Makes one number of each row: ReduceX, ArgMax and ArgMin, and pooling of whole planes.</summary>
internal sealed unsafe class RowReduction(AxisRows rows, RowReduction.Function function) : Kernel(0)
{
    private static readonly Dictionary<string, Function> Functions = new()
    {
        ["ReduceSum"] = TensorPrimitives.Sum,
        ["ReduceMean"] = Mean,
        ["ReduceMax"] = TensorPrimitives.Max,
        ["ReduceMin"] = TensorPrimitives.Min,
        ["ReduceProd"] = TensorPrimitives.Product,
        ["ReduceL1"] = TensorPrimitives.SumOfMagnitudes,
        ["ReduceL2"] = TensorPrimitives.Norm,
        ["ReduceSumSquare"] = TensorPrimitives.SumOfSquares,
        ["ReduceLogSum"] = row => MathF.Log(TensorPrimitives.Sum(row)),
        ["ReduceLogSumExp"] = LogSumExp,
    };

    public delegate float Function(ReadOnlySpan<float> row);

    public static IEnumerable<string> Reductions => Functions.Keys;

    public override long ScratchLength => rows.IsContiguous ? 0 : rows.Length;

    /// <summary>A reduction over the node's axes.</summary>
    public static Kernel Reduce(OperatorContext c)
    {
        // Over no axis, each element is a row of its own: a sum of squares is its square.
        AxisRows rows = new(c.Shape(0), ReducedAxes.Of(c).Axes);
        return rows.Length > 0 || c.Node.OpType is "ReduceSum" or "ReduceL1" or "ReduceL2" or "ReduceSumSquare"
            ? new RowReduction(rows, Functions[c.Node.OpType])
            : throw c.Misfit("reduces over no element");
    }

    /// <summary>The position of the largest element, the first or the last of equals.</summary>
    public static Kernel Argument(OperatorContext c, bool largest)
    {
        bool last = c.Node.Int("select_last_index", 0) != 0;
        AxisRows rows = new(c.Shape(0), ReducedAxes.OfArgument(c).Axes);
        return rows.Length > 0 ? new RowReduction(rows, row => Position(row, largest, last)) : throw c.Misfit("looks for a position among no element");
    }

    /// <summary>The largest element of each channel.</summary>
    public static Kernel GlobalMaxPool(OperatorContext c) => new RowReduction(new AxisRows(c.Shape(0), [.. Enumerable.Range(2, c.Shape(0).Length - 2)]), TensorPrimitives.Max);

    public static float Mean(ReadOnlySpan<float> row) => TensorPrimitives.Sum(row) / row.Length;

    public override void Run(in KernelFrame frame)
    {
        for (int i = 0; i < rows.Count; i++)
            frame.Output[i] = function(rows.Read(frame.Input(0), i, frame.Scratch));
    }

    private static float Position(ReadOnlySpan<float> row, bool largest, bool last)
    {
        int found = 0;
        for (int i = 1; i < row.Length; i++)
        {
            if (row[i] == row[found] ? last : largest ? row[i] > row[found] : row[i] < row[found])
                found = i;
        }
        return found;
    }

    /// <summary>The largest exponent is taken out, so that none overflows.</summary>
    private static float LogSumExp(ReadOnlySpan<float> row)
    {
        float largest = TensorPrimitives.Max(row);
        if (!float.IsFinite(largest))
            return largest;
        double sum = 0;
        foreach (float x in row)
            sum += Math.Exp(x - largest);
        return largest + (float)Math.Log(sum);
    }
}
