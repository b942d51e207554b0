using System.Numerics.Tensors;
using NNCompress.Engines.Training;

namespace NNCompress.Pruning.Gates;

/// <summary>
/// Holds the norm of every kernel whose channel has a gate. It is held at what it was at the start, in units of that at 1, rather than at 1
/// itself: that takes the same freedom from the weights, and a network that has been trained before keeps what it computes.
/// </summary>
internal sealed class KernelNorms
{
    private readonly List<(TrainingParameter Weight, int Axis, double[] Norms)> kernels = [];

    public KernelNorms(GatedNetwork gated, IReadOnlyDictionary<string, TrainingParameter> parameters)
    {
        foreach (WeightAxis axis in gated.Gates.SelectMany(g => g.Group.Producers).Select(l => new WeightAxis(l.Weight, l.OutAxis)).Distinct())
        {
            if (parameters.TryGetValue(axis.Tensor, out TrainingParameter? weight))
                kernels.Add((weight, axis.Axis, Norms(weight, axis.Axis)));
        }
    }

    /// <summary>Brings every kernel back to its norm.</summary>
    public void Restore()
    {
        foreach ((TrainingParameter weight, int axis, double[] wanted) in kernels)
        {
            double[] now = Norms(weight, axis);
            int inner = Inner(weight, axis);
            Span<float> values = weight.Values;
            for (int start = 0, kernel = 0; start < values.Length; start += inner, kernel = (kernel + 1) % wanted.Length)
            {
                if (now[kernel] > 0)
                    TensorPrimitives.Multiply(values.Slice(start, inner), (float)(wanted[kernel] / now[kernel]), values.Slice(start, inner));
            }
        }
    }

    private static double[] Norms(TrainingParameter weight, int axis)
    {
        double[] squares = new double[weight.Shape[axis]];
        int inner = Inner(weight, axis);
        ReadOnlySpan<float> values = weight.Values;
        for (int start = 0, kernel = 0; start < values.Length; start += inner, kernel = (kernel + 1) % squares.Length)
            squares[kernel] += TensorPrimitives.SumOfSquares(values.Slice(start, inner));
        return Array.ConvertAll(squares, Math.Sqrt);
    }

    private static int Inner(TrainingParameter weight, int axis)
    {
        int inner = 1;
        for (int i = axis + 1; i < weight.Shape.Length; i++)
            inner *= weight.Shape[i];
        return inner;
    }
}
