using NNCompress.Coding;
using NNCompress.Models;

namespace NNCompress.Tests.Coding;

public class PictureCosinesTests
{
    private const int Side = 8, Inputs = Side * Side, Rows = 40;

    [Fact]
    public void Of_smooth_inputs_transformed_levels_take_fewer_bytes_at_less_error()
    {
        double[] moments = SmoothPictures();
        (int plainBytes, double plainError) = Coded(moments, 1, null);
        PictureCosines transform = new(Side, Side);
        for (double step = 4; ; step /= 1.1)
        {
            (int bytes, double error) = Coded(moments, step, transform);
            if (error > plainError)
                continue;
            Assert.InRange(bytes, 35, 0.95 * plainBytes);
            return;
        }
    }

    private static (int Bytes, double Error) Coded(double[] moments, double step, PictureCosines? transform)
    {
        double[] weights = Weights(), values = new double[Rows * (Inputs + 1)];
        for (int r = 0; r < Rows; r++)
        {
            Array.Copy(weights, r * Inputs, values, r * (Inputs + 1), Inputs);
            transform?.Apply(values.AsSpan(r * (Inputs + 1), Inputs));
        }
        CalibratedRounding rounding = new(transform?.Moments(moments, Inputs) ?? moments, Inputs, bias: true);
        double[]? columns = transform is null ? null : Array.ConvertAll(rounding.Pivots, Math.Sqrt);
        LevelGrid grid = LevelGrid.Of(step, null, columns, Rows, Inputs);
        int[] levels = rounding.Round(values, grid, RowMetric.Diagonal([.. Enumerable.Repeat(1.0, Rows)]), 1).Levels;
        EncodedTensor coded = TensorCoder.EncodeLevels(new StoredWeights(new Tensor("w", [Rows, Inputs], new float[weights.Length])), levels, grid, transform, false);
        return (coded.Payload.Length, Error(weights, coded.Decoded.Floats, moments));
    }

    /// <summary>Second moments of pictures whose neighbours are alike, darker towards the edges, of mean ½; the constant last.</summary>
    private static double[] SmoothPictures()
    {
        double[] moments = new double[(Inputs + 1) * (Inputs + 1)];
        for (int i = 0; i <= Inputs; i++)
        {
            for (int j = 0; j <= Inputs; j++)
            {
                bool constant = i == Inputs || j == Inputs;
                double mean = (i == Inputs ? 1 : 0.5) * (j == Inputs ? 1 : 0.5);
                double distance = Math.Abs((i / Side) - (j / Side)) + Math.Abs((i % Side) - (j % Side));
                moments[(i * (Inputs + 1)) + j] = mean + (constant ? 0 : Fade(i) * Fade(j) * Math.Pow(0.9, distance));
            }
        }
        return moments;
    }

    private static double Fade(int pixel) => Math.Sin((pixel / Side + 0.5) * Math.PI / Side) * Math.Sin((pixel % Side + 0.5) * Math.PI / Side);

    private static double[] Weights()
    {
        Random random = new(8);
        return [.. Enumerable.Range(0, Rows * Inputs).Select(_ => random.NextDouble() - 0.5)];
    }

    /// <summary>Σ eᵀ G e over neurons, of covariances.</summary>
    private static double Error(double[] weights, float[] decoded, double[] moments)
    {
        double sum = 0;
        for (int r = 0; r < Rows; r++)
        {
            for (int i = 0; i < Inputs; i++)
            {
                for (int j = 0; j < Inputs; j++)
                    sum += (weights[(r * Inputs) + i] - decoded[(r * Inputs) + i]) * (moments[(i * (Inputs + 1)) + j] - 0.25) * (weights[(r * Inputs) + j] - decoded[(r * Inputs) + j]);
            }
        }
        return sum;
    }
}
