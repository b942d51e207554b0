using System.Numerics.Tensors;
using NNCompress.Engines.Managed.Matrices;

namespace NNCompress.Pruning;

/// <summary>
/// Brings the outputs of a layer with many inputs nearer to wanted ones by conjugate gradients on the least squares (Hestenes and Stiefel 1952), some
/// rows of the weight at once: products with the sampled inputs only, no matrix of inputs by inputs. A fifth of the samples is held out and tells when
/// to stop, for there may be fewer samples than inputs.
/// </summary>
internal static class WideFit
{
    private const int Iterations = 12;

    /// <param name="weights">rows × width, the bias last; changed in place where that helps on the samples held out.</param>
    /// <param name="rows">Rows of the weights.</param>
    /// <param name="width">Inputs + 1.</param>
    /// <param name="hasBias">Whether the last column may change.</param>
    /// <param name="inputs">count × width, the constant 1 last.</param>
    /// <param name="lack">count × rows: what should come out; becomes what then is wanted and not there.</param>
    /// <param name="count">Samples.</param>
    public static void Improve(float[] weights, int rows, int width, bool hasBias, float[] inputs, float[] lack, int count)
    {
        int n = hasBias ? width : width - 1, learnt = count - Math.Max(1, count / 5);
        if (learnt < 1)
            return;
        LargeMemory.Make(((4L * rows * n) + ((long)count * rows)) * sizeof(float));
        float[] product = new float[count * rows];
        MatrixKernel.Multiply(count, rows, width, inputs, width, transposeA: false, weights, width, transposeB: true, product, rows, threads: 0);
        TensorPrimitives.Subtract(lack.AsSpan(0, product.Length), product, lack);
        float[] residual = new float[rows * n], direction, change = new float[rows * n], best = new float[rows * n];
        MatrixKernel.Multiply(rows, n, learnt, lack, rows, transposeA: true, inputs, width, transposeB: false, residual, n, threads: 0);
        direction = [.. residual];
        double[] norm = Norms(residual, n, rows);
        double lowest = HeldOut(lack, learnt, count, rows);
        for (int iteration = 0; iteration < Iterations; iteration++)
        {
            MatrixKernel.Multiply(count, rows, n, inputs, width, transposeA: false, direction, n, transposeB: true, product, rows, threads: 0);
            double[] curvature = new double[rows];
            for (int i = 0; i < learnt * rows; i++)
                curvature[i % rows] += (double)product[i] * product[i];
            double[] step = [.. norm.Zip(curvature, (a, c) => c > 0 ? a / c : 0)];
            for (int i = 0; i < product.Length; i++)
                lack[i] -= (float)step[i % rows] * product[i];
            for (int r = 0; r < rows; r++)
                TensorPrimitives.MultiplyAdd(direction.AsSpan(r * n, n), (float)step[r], change.AsSpan(r * n, n), change.AsSpan(r * n, n));
            double error = HeldOut(lack, learnt, count, rows);
            // Not a number is no improvement either.
            if (!(error < lowest))
                break;
            lowest = error;
            change.CopyTo(best, 0);
            MatrixKernel.Multiply(rows, n, learnt, lack, rows, transposeA: true, inputs, width, transposeB: false, residual, n, threads: 0);
            double[] next = Norms(residual, n, rows);
            for (int r = 0; r < rows; r++)
            {
                float momentum = norm[r] > 0 ? (float)(next[r] / norm[r]) : 0;
                TensorPrimitives.MultiplyAdd(direction.AsSpan(r * n, n), momentum, residual.AsSpan(r * n, n), direction.AsSpan(r * n, n));
            }
            norm = next;
        }
        for (int r = 0; r < rows; r++)
            TensorPrimitives.Add(weights.AsSpan(r * width, n), best.AsSpan(r * n, n), weights.AsSpan(r * width, n));
    }

    private static double[] Norms(float[] values, int n, int rows) =>
        [.. Enumerable.Range(0, rows).Select(r => (double)TensorPrimitives.SumOfSquares<float>(values.AsSpan(r * n, n)))];

    private static double HeldOut(float[] lack, int learnt, int count, int rows)
    {
        double sum = 0;
        foreach (float value in lack.AsSpan(learnt * rows, (count - learnt) * rows))
            sum += (double)value * value;
        return sum;
    }
}
