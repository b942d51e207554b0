using NNCompress.Coding;
using NNCompress.Coding.Cosine;
using NNCompress.Models;

namespace NNCompress.Tests.Coding.Cosine;

public class CosineRoundingTests
{
    private const int Side = 8, Inputs = Side * Side, Rows = 40;

    [Fact]
    public void Smooth_inputs_at_coarse_steps_take_fewer_bytes_than_calibrated_rounding_at_less_error()
    {
        double[] moments = SmoothPictures();
        double[] weights = Weights();
        double[] ones = [.. Enumerable.Repeat(1.0, Rows)];
        CalibratedRounding rounding = new(moments, Inputs, bias: true);
        double[] rows = new double[Rows * (Inputs + 1)];
        for (int r = 0; r < Rows; r++)
            Array.Copy(weights, r * Inputs, rows, r * (Inputs + 1), Inputs);
        Tensor shape = new("w", [Rows, Inputs], new float[weights.Length]);
        const double Step = 1;
        EncodedTensor quantised = TensorCoder.EncodeLevels(shape, rounding.Round([.. rows], LevelGrid.Of(Step, null, null, Rows, Inputs), RowMetric.Diagonal(ones), 1).Levels, Step, new TensorCoding(CoderKind.Quantised));
        double limit = Error(weights, quantised.Decoded.Floats, moments);
        CosineRounding cosine = new(moments, Side, Side, bias: true);
        for (double lambda = 1; ; lambda /= 1.3)
        {
            byte[] payload = cosine.Encode(weights, ones, lambda, transposed: false).Payload;
            if (Error(weights, TensorCoder.FromPayload(shape, new TensorCoding(CoderKind.Cosine), payload).Decoded.Floats, moments) > limit)
                continue;
            Assert.InRange(payload.Length, 35, 0.95 * quantised.Payload.Length);
            return;
        }
    }

    [Fact]
    public void More_that_a_bit_is_worth_means_fewer_bits_and_more_error()
    {
        double[] moments = SmoothPictures(), weights = Weights(), ones = [.. Enumerable.Repeat(1.0, Rows)];
        CosineRounding cosine = new(moments, Side, Side, bias: false);
        Tensor shape = new("w", [Rows, Inputs], new float[weights.Length]);
        (int Bytes, double Error)[] found = [.. new[] { 1e-5, 1e-3, 1e-1 }.Select(lambda =>
        {
            byte[] payload = cosine.Encode(weights, ones, lambda, transposed: false).Payload;
            return (payload.Length, Error(weights, TensorCoder.FromPayload(shape, new TensorCoding(CoderKind.Cosine), payload).Decoded.Floats, moments));
        })];
        Assert.True(found[0].Bytes > 1.5 * found[1].Bytes && found[1].Bytes > 1.5 * found[2].Bytes);
        Assert.True(found[0].Error < 0.1 * found[1].Error && found[1].Error < 0.1 * found[2].Error);
    }

    [Fact]
    public void Descent_and_feedback_beat_the_nearest_levels()
    {
        const int N = 6, Rounded = 30;
        Random random = new(2);
        double[] weight = new double[N * N];
        for (int i = 0; i < N; i++)
        {
            for (int j = 0; j < N; j++)
                weight[(i * N) + j] = Math.Pow(0.9, Math.Abs(i - j));
        }
        double[] targets = [.. Enumerable.Range(0, Rounded * N).Select(_ => 8 * (random.NextDouble() - 0.5))];
        double[] steps = [.. Enumerable.Repeat(1.0, N)];
        int[] levels = new CoefficientRounding(weight, N).Round(targets, steps, [.. Enumerable.Repeat(1.0, Rounded)], 1e-6);
        double found = Sum(l => l, levels), nearest = Sum(l => l, Array.ConvertAll(targets, t => (int)Math.Round(t)));
        Assert.InRange(found, 0, 0.6 * nearest);

        double Sum(Func<int, double> value, int[] of)
        {
            double sum = 0;
            for (int r = 0; r < Rounded; r++)
            {
                for (int i = 0; i < N; i++)
                {
                    for (int j = 0; j < N; j++)
                        sum += (value(of[(r * N) + i]) - targets[(r * N) + i]) * weight[(i * N) + j] * (value(of[(r * N) + j]) - targets[(r * N) + j]);
                }
            }
            return sum;
        }
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
