using NNCompress.Coding;
using NNCompress.Coding.Jpeg;
using NNCompress.Conformance.Jpeg;
using NNCompress.Models;
using NNCompress.Runtime;

namespace NNCompress.Tests.Coding.Jpeg;

public class JpegRoundingTests
{
    private const int Height = 12, Width = 16, Inputs = Height * Width, Neurons = 30;

    private static readonly NeuronMatrix Matrix = new(Neurons, Height, Width, false);

    [Fact]
    public void It_takes_fewer_bytes_than_the_standard_table_at_no_more_error()
    {
        double[] moments = Moments(), weights = Weights();
        Tensor tensor = new("w", [Neurons, Inputs], Array.ConvertAll(weights, w => (float)w));
        byte[] standard = JpegTensorCoder.Encode(tensor, new TensorCoding(CoderKind.JpegPerNeuron, 0, 30, (Height, Width)));
        double limit = Error(weights, Decode(standard), moments);
        JpegRounding rounding = new(moments, Height, Width, bias: false);
        for (double lambda = 1e-2; ; lambda /= 2)
        {
            byte[] section = rounding.Encode(weights, Matrix, Ones(), lambda, 1);
            if (Error(weights, Decode(section), moments) > limit)
                continue;
            Assert.InRange(section.Length, 100, 0.75 * standard.Length);
            return;
        }
    }

    [Fact]
    public void Its_pictures_are_baseline_jpeg()
    {
        byte[] section = new JpegRounding(Moments(), Height, Width, bias: true).Encode(Weights(), Matrix, Ones(), 1e-4, 1);
        foreach ((string _, byte[] file) in JpegWeights.Extract(3, section, 0, section.Length, [Neurons, Inputs]))
        {
            byte[] judged = JpegPrograms.Djpeg(file, out int width, out int height);
            Assert.Equal((Width, Height), (width, height));
            Assert.InRange(TestPictures.WorstDifference(new JpegDecoder().Decode(file, 0, file.Length), judged), 0, 1);
        }
    }

    [Fact]
    public void Rows_that_do_not_matter_are_flat()
    {
        double[] rowWeights = Ones();
        rowWeights[3] = 0;
        byte[] section = new JpegRounding(Moments(), Height, Width, bias: true).Encode(Weights(), Matrix, rowWeights, 1e-2, 1);
        float[] decoded = Decode(section);
        Assert.All(decoded[(3 * Inputs)..(4 * Inputs)], w => Assert.Equal(0, w));
        Assert.True(decoded[..Inputs].Distinct().Count() > 3);
    }

    [Theory]
    [InlineData(64, 64, true)]
    [InlineData(96, 32, true)]
    [InlineData(1, 512, true)]
    [InlineData(1, 513, false)]
    [InlineData(int.MaxValue, 1, false)]
    public void Pictures_fit_whose_blocks_do(int height, int width, bool fits) => Assert.Equal(fits, JpegRounding.Fits(height, width));

    private static double[] Ones() => [.. Enumerable.Repeat(1.0, Neurons)];

    private static float[] Decode(byte[] section) => JpegWeights.Decode(3, section, 0, section.Length, [Neurons, Inputs]);

    /// <summary>Of smooth pictures that are dark but for the left half.</summary>
    private static double[] Moments()
    {
        double[] moments = new double[(Inputs + 1) * (Inputs + 1)];
        for (int i = 0; i < Inputs; i++)
        {
            for (int j = 0; j < Inputs; j++)
                moments[(i * (Inputs + 1)) + j] = Light(i) * Light(j) * Math.Pow(0.95, Math.Abs((i / Width) - (j / Width)) + Math.Abs((i % Width) - (j % Width)));
        }
        moments[^1] = 1;
        return moments;
    }

    private static double Light(int pixel) => pixel % Width < Width / 2 ? 1 : 0.02;

    private static double[] Weights()
    {
        Random random = new(3);
        return [.. Enumerable.Range(0, Neurons * Inputs).Select(i => (0.3 * Math.Sin((i / Inputs) + (i % Width * 0.5)) * Math.Cos(i % Inputs / Width * 0.4)) + (0.1 * (random.NextDouble() - 0.5)))];
    }

    private static double Error(double[] weights, float[] decoded, double[] moments)
    {
        double sum = 0;
        for (int r = 0; r < Neurons; r++)
        {
            for (int i = 0; i < Inputs; i++)
            {
                for (int j = 0; j < Inputs; j++)
                    sum += (weights[(r * Inputs) + i] - decoded[(r * Inputs) + i]) * moments[(i * (Inputs + 1)) + j] * (weights[(r * Inputs) + j] - decoded[(r * Inputs) + j]);
            }
        }
        return sum;
    }
}
