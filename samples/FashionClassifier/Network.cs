using NNCompress.Runtime;

namespace FashionClassifier;

/// <summary>Dense layers with relu between them, computed from the decompressed weights.</summary>
internal sealed class Network(IReadOnlyDictionary<string, NnzTensor> tensors)
{
    private readonly (NnzTensor Weight, NnzTensor Bias)[] layers =
        [.. new[] { "fc1", "fc2", "fc3" }.Select(name => (tensors[$"{name}.weight"], tensors[$"{name}.bias"]))];

    public int Classify(float[] pixels)
    {
        float[] values = pixels;
        for (int i = 0; i < layers.Length; i++)
            values = Dense(values, layers[i].Weight, layers[i].Bias, relu: i < layers.Length - 1);
        return Array.IndexOf(values, values.Max());
    }

    // How many neurons the build has removed shows in the shapes: the original network is 784-300-150-10.
    public override string ToString() => string.Join("-", layers.Select(l => l.Weight.Shape[1]).Append(layers[^1].Weight.Shape[0]));

    /// <param name="weight">Outputs × inputs.</param>
    private static float[] Dense(float[] input, NnzTensor weight, NnzTensor bias, bool relu)
    {
        float[] output = new float[weight.Shape[0]];
        for (int row = 0; row < output.Length; row++)
        {
            float sum = bias.Data[row];
            for (int column = 0; column < input.Length; column++)
                sum += weight.Data[row * input.Length + column] * input[column];
            output[row] = relu ? Math.Max(sum, 0) : sum;
        }
        return output;
    }
}
