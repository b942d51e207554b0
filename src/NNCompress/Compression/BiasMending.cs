using NNCompress.Models;
using NNCompress.Numerics;
using NNCompress.Pruning;

namespace NNCompress.Compression;

/// <summary>Lets a layer's bias take up the mean error of weights that were coded elsewhere.</summary>
internal static class BiasMending
{
    /// <param name="network">Holds the weights and bias that were to be coded; its bias is changed.</param>
    /// <param name="layer">The layer.</param>
    /// <param name="decoded">What a decoder makes of the weights.</param>
    /// <param name="moments">Of the layer's <see cref="InputBlocks"/>.</param>
    public static void Apply(Network network, Layer layer, Tensor decoded, double[] moments)
    {
        LayerRows wanted = new(network, layer);
        if (!wanted.HasBias)
            return;
        Network copy = network.Clone();
        copy.Replace(decoded);
        LayerRows coded = new(copy, layer);
        Tensor bias = network.Constant(layer.Bias)!;
        float[] mended = new float[wanted.Rows];
        double[] row = new double[wanted.Width], other = new double[wanted.Width];
        double[] means = LayerBlocks.Of(network, layer).Means(moments);
        for (int r = 0; r < mended.Length; r++)
        {
            wanted.Read(r, row);
            coded.Read(r, other);
            double sum = row[^1];
            for (int c = 0; c < wanted.Inputs; c++)
                sum += (row[c] - other[c]) * means[c];
            mended[r] = (float)sum;
        }
        network.Replace(new Tensor(bias.Name, bias.Shape, mended, bias.Type));
    }
}
