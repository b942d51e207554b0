using NNCompress.Coding;
using NNCompress.Models;
using NNCompress.Numerics;
using NNCompress.Pruning;

namespace NNCompress.Compression;

/// <summary>Encodes one layer's weight at a given step, rounding calibrated by the second moments of its inputs.</summary>
internal sealed class LayerEncoder(Network network, Layer layer, RowMetric metric, LayerRounding rounding)
{
    /// <summary>
    /// High-rate theory wants steps in inverse proportion to the root of what an error costs; at one or two bits a weight, where most levels are zero, the
    /// root of that proportion did better on every network tried.
    /// </summary>
    private const double ScaleExponent = 0.5;

    private const double MostZeros = 0.125;

    /// <summary>
    /// Steps below this part of the unit step leave the weights as they are: what no sample reads may shrink where a weight has two bits or so, but ever finer steps have to come
    /// ever nearer to the network, also where samples are fewer than inputs and tell nothing of most directions.
    /// </summary>
    private const double FineStep = 1.0 / (1 << 12);

    public Layer Layer => layer;

    /// <summary>How errors in the outputs matter.</summary>
    public RowMetric Metric => metric;

    public LayerRounding Rounding => rounding;

    /// <summary>The step at which a rounding error costs one unit at the network's outputs, for each weight.</summary>
    public double UnitStep => 1 / Math.Sqrt(Math.Max(rounding.Energy * metric.Energy, 1e-30));

    // Made anew each time: it holds the weights, of which a network lets go between two uses.
    private LayerRows Rows => new(network, layer);

    /// <summary>Chooses levels and encodes them; the mended bias goes into <paramref name="target"/>.</summary>
    /// <param name="step">Mean distance between levels.</param>
    /// <param name="target">A clone of the network that is being encoded.</param>
    /// <param name="form">How to store them; null to choose the form with the least error and bytes.</param>
    public (EncodedTensor Tensor, LayerForm Form) Encode(double step, Network target, LayerForm? form)
    {
        Attempt best = form is not null ? Try(step, form) : Attempts(step);
        if (best.Biases.Length > 0)
        {
            Tensor bias = target.Constant(layer.Bias!)!;
            target.Replace(new Tensor(bias.Name, bias.Shape, Array.ConvertAll(best.Biases, b => (float)b), bias.Type));
        }
        return (best.Tensor, best.Form);
    }

    /// <summary>Expected output error (weighted, for one sample) of other weights in this layer's place.</summary>
    public double OutputError(Tensor decoded, double[] moments)
    {
        Network copy = network.Clone();
        copy.Replace(decoded);
        LayerRows weights = Rows, other = new(copy, layer);
        InputBlocks blocks = LayerBlocks.Of(network, layer);
        double[] means = blocks.Means(moments);
        double cost = 0;
        for (int b = 0; b < blocks.Count; b++)
        {
            (int start, int length) = blocks[b];
            int n = length + 1;
            double[] errors = LargeMemory.New<double>(weights.Rows * n);
            float[] before = new float[length], after = new float[length];
            for (int r = 0; r < weights.Rows; r++)
            {
                weights.ReadInputs(r, start, before);
                other.ReadInputs(r, start, after);
                // The bias takes up the mean error.
                double mean = 0;
                for (int c = 0; c < length; c++)
                {
                    errors[(r * n) + c] = (double)before[c] - after[c];
                    mean += errors[(r * n) + c] * means[start + c];
                }
                errors[(r * n) + length] = weights.HasBias ? -mean : 0;
            }
            cost += metric.Cost(errors, blocks.Matrix(moments, b), n);
        }
        return cost;
    }

    private Attempt Attempts(double step)
    {
        List<Attempt> attempts = [Try(step, new LayerForm(false, false)), Try(step, new LayerForm(false, true))];
        // Zeros that a mask or a ticket made would not survive a transform.
        if (rounding.Transform is not null && ShareOfZeros() <= MostZeros)
            attempts.AddRange([Try(step, new LayerForm(true, false)), Try(step, new LayerForm(true, true))]);
        // Each has its own rate of exchange; all are compared at their mean.
        double price = Math.Exp(attempts.Average(a => Math.Log(Math.Max(a.BitPrice, 1e-300))));
        return attempts.MinBy(a => a.Error + 8 * price * a.Tensor.Bytes)!;
    }

    private Attempt Try(double step, LayerForm form)
    {
        LayerRows weights = Rows;
        CalibratedRounding calibrated = rounding.Of(form.Pictures);
        LevelGrid grid = form.Scaled
            ? LevelGrid.Of(step, Proportions(metric.PivotsByRow), Proportions(calibrated.Pivots), weights.Rows, weights.Inputs)
            : LevelGrid.Of(step, null, null, weights.Rows, weights.Inputs);
        RoundedLevels rounded = calibrated.Round(
            (r, row) =>
            {
                weights.Read(r, row);
                if (form.Pictures)
                    rounding.Transform!.Apply(row[..weights.Inputs]);
            },
            grid, metric, rateWeight: 1, shrinks: step > FineStep * UnitStep);
        EncodedTensor tensor = TensorCoder.EncodeLevels(network.Stored(layer.Weight), rounded.Levels, grid, form.Pictures ? rounding.Transform : null, layer.OutAxis != 0);
        return new Attempt(form, tensor, rounded.Error, rounded.BitPrice, rounded.Biases);
    }

    private double ShareOfZeros()
    {
        float[] weights = network.Constant(layer.Weight)!.Floats;
        return weights.Count(v => v == 0) / (double)weights.Length;
    }

    private static double[] Proportions(double[] pivots) => Array.ConvertAll(pivots, p => Math.Pow(p, ScaleExponent));

    private sealed record Attempt(LayerForm Form, EncodedTensor Tensor, double Error, double BitPrice, double[] Biases);
}
