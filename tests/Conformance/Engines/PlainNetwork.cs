using NNCompress.Models;

namespace NNCompress.Tests.Conformance;

/// <summary>Dense layers one number after the other, in double precision: the slow version that is obviously right.</summary>
internal sealed class PlainNetwork
{
    private readonly List<(double[,] Weights, double[] Bias)> layers;

    public PlainNetwork(IEnumerable<(float[] Weights, float[] Bias)> layers) => this.layers = [.. layers.Select(layer =>
    {
        int outputs = layer.Bias.Length, inputs = layer.Weights.Length / outputs;
        double[,] weights = new double[outputs, inputs];
        for (int i = 0; i < layer.Weights.Length; i++)
            weights[i / inputs, i % inputs] = layer.Weights[i];
        return (weights, Array.ConvertAll(layer.Bias, b => (double)b));
    })];

    /// <summary>What a network of Gemm (with transB) and Relu gives for a sample.</summary>
    public static double[] Scores(Network network, ReadOnlySpan<float> sample) =>
        new PlainNetwork(network.Nodes.Where(n => n.OpType == "Gemm").Select(n => (network.Constant(n.Inputs[1])!.Floats, network.Constant(n.Inputs[2])!.Floats))).Run(sample)[^1];

    /// <summary>The input and each layer's output; a ReLU after all but the last.</summary>
    public List<double[]> Run(ReadOnlySpan<float> sample)
    {
        List<double[]> values = [Array.ConvertAll(sample.ToArray(), v => (double)v)];
        for (int l = 0; l < layers.Count; l++)
        {
            (double[,] weights, double[] bias) = layers[l];
            double[] y = [.. bias];
            for (int o = 0; o < y.Length; o++)
            {
                for (int i = 0; i < values[^1].Length; i++)
                    y[o] += weights[o, i] * values[^1][i];
                y[o] = l == layers.Count - 1 ? y[o] : Math.Max(y[o], 0);
            }
            values.Add(y);
        }
        return values;
    }

    /// <summary>One step of stochastic gradient descent on the mean cross-entropy of some samples.</summary>
    public void Step(IReadOnlyList<float[]> samples, IReadOnlyList<int> labels, double rate)
    {
        List<(double[,] Weights, double[] Bias)> slopes = [.. layers.Select(l => (new double[l.Weights.GetLength(0), l.Weights.GetLength(1)], new double[l.Bias.Length]))];
        for (int s = 0; s < samples.Count; s++)
        {
            List<double[]> values = Run(samples[s]);
            double largest = values[^1].Max(), sum = values[^1].Sum(v => Math.Exp(v - largest));
            double[] slope = [.. values[^1].Select((v, c) => (Math.Exp(v - largest) / sum) - (c == labels[s] ? 1 : 0))];
            for (int l = layers.Count - 1; l >= 0; l--)
                slope = Back(layers[l].Weights, slopes[l], values[l], slope, l > 0);
        }
        for (int l = 0; l < layers.Count; l++)
        {
            (double[,] weights, double[] bias) = layers[l];
            for (int o = 0; o < bias.Length; o++)
            {
                bias[o] -= rate * slopes[l].Bias[o] / samples.Count;
                for (int i = 0; i < weights.GetLength(1); i++)
                    weights[o, i] -= rate * slopes[l].Weights[o, i] / samples.Count;
            }
        }
    }

    private static double[] Back(double[,] weights, (double[,] Weights, double[] Bias) slopes, double[] input, double[] slope, bool rectified)
    {
        double[] result = new double[input.Length];
        for (int o = 0; o < slope.Length; o++)
        {
            slopes.Bias[o] += slope[o];
            for (int i = 0; i < input.Length; i++)
            {
                slopes.Weights[o, i] += slope[o] * input[i];
                result[i] += rectified && input[i] <= 0 ? 0 : slope[o] * weights[o, i];
            }
        }
        return result;
    }
}
