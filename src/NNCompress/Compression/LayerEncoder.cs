using NNCompress.Coding;
using NNCompress.Models;
using NNCompress.Pruning;

namespace NNCompress.Compression;

/// <summary>Encodes one layer's weight at a given step, rounding calibrated by the second moments of its inputs.</summary>
internal sealed class LayerEncoder
{
    private readonly Network network;
    private readonly LayerMatrix matrix;
    private readonly CalibratedRounding rounding;

    public LayerEncoder(Network network, Layer layer, double[] rowWeights, CalibratedRounding rounding)
    {
        (this.network, RowWeights, this.rounding) = (network, rowWeights, rounding);
        matrix = new LayerMatrix(network, layer);
        // The step at which a rounding error costs one unit at the network's outputs, for each weight.
        UnitStep = 1 / Math.Sqrt(Math.Max(rounding.Energy * rowWeights.Average(), 1e-30));
    }

    public Layer Layer => matrix.Layer;

    /// <summary>How much an error in each output row matters.</summary>
    public double[] RowWeights { get; }

    /// <summary>Steps in this proportion spread the output error evenly over the weights of all layers.</summary>
    public double UnitStep { get; }

    public static CalibratedRounding Rounding(Network network, Layer layer, double[] moments)
    {
        LayerMatrix shape = new(network, layer);
        return new CalibratedRounding(moments, shape.Inputs, shape.HasBias);
    }

    /// <summary>Chooses levels and encodes them; the mended bias goes into <paramref name="target"/>.</summary>
    /// <param name="step">Distance between levels.</param>
    /// <param name="target">A clone of the network that is being encoded.</param>
    public EncodedTensor Encode(double step, Network target)
    {
        step = (float)step;
        double[] values = [.. matrix.Values];
        int[] levels = rounding.Round(values, matrix.Rows, step, RowWeights, rateWeight: 1);
        if (matrix.HasBias)
        {
            Tensor bias = target.Constant(Layer.Bias)!;
            target.Replace(new Tensor(bias.Name, bias.Shape, [.. Enumerable.Range(0, matrix.Rows).Select(r => (float)values[r * matrix.Width + matrix.Inputs])], bias.Type));
        }
        Tensor weight = network.Constant(Layer.Weight)!;
        return TensorCoder.EncodeLevels(weight, InStoredOrder(levels), step, new TensorCoding(CoderKind.Quantised, step));
    }

    /// <summary>Expected output error (weighted, for one sample) of other weights in this layer's place.</summary>
    public double OutputError(Tensor decoded, double[] moments)
    {
        Network copy = network.Clone();
        copy.Replace(decoded);
        LayerMatrix other = new(copy, Layer);
        int n = matrix.Width;
        double[] rows = new double[matrix.Rows];
        Parallel.For(0, matrix.Rows, r =>
        {
            double[] difference = new double[n];
            for (int c = 0; c < matrix.Inputs; c++)
                difference[c] = matrix.Values[r * n + c] - other.Values[r * n + c];
            double error = 0;
            for (int c = 0; c < matrix.Inputs; c++)
            {
                if (difference[c] != 0)
                    error += difference[c] * System.Numerics.Tensors.TensorPrimitives.Dot<double>(moments.AsSpan(c * n, n), difference);
            }
            // The bias takes up the mean error.
            double mean = 0;
            for (int c = 0; c < matrix.Inputs; c++)
                mean += difference[c] * moments[c * n + matrix.Inputs];
            if (matrix.HasBias)
                error -= mean * mean / moments[n * n - 1];
            rows[r] = error * RowWeights[r];
        });
        return rows.Sum();
    }

    private int[] InStoredOrder(int[] levels)
    {
        if (Layer.OutAxis == 0)
            return levels;
        int[] stored = new int[levels.Length];
        for (int r = 0; r < matrix.Rows; r++)
        {
            for (int c = 0; c < matrix.Inputs; c++)
                stored[c * matrix.Rows + r] = levels[r * matrix.Inputs + c];
        }
        return stored;
    }
}
