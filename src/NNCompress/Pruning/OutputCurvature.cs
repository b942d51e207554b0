using NNCompress.Models;

namespace NNCompress.Pruning;

/// <summary>
/// How errors in a layer's outputs add up at the network's: the Gauss–Newton matrix of squared errors there, carried back through the weights
/// (G → Wᵀ·G·W), the share of time that two channels are both not zero, and the scale of batch norms. Errors of different taps of a kernel, and of
/// different positions of a picture, are taken as independent. Where the network's outputs are scores of classes, an error that all of them share does not
/// count: it changes no class.
/// </summary>
internal sealed class OutputCurvature
{
    private readonly Network network;
    private readonly bool classes;
    private readonly NormScales norms;
    private readonly List<(Dictionary<int, int> Index, double[] Values)> contributions = [];

    /// <param name="dependencies">Of the network.</param>
    /// <param name="moments">Of the same network.</param>
    /// <param name="classes">Whether the network's outputs are scores of classes.</param>
    public OutputCurvature(Dependencies dependencies, SecondMoments moments, bool classes = true)
    {
        (network, this.classes) = (dependencies.Network, classes);
        norms = new NormScales(dependencies);
        foreach (Layer layer in dependencies.Layers.Reverse().Where(l => l.InAxis >= 0))
        {
            Dictionary<int, double> scale = norms.Before(layer);
            LayerMatrix matrix = new(dependencies.Network, layer);
            double[] values = Behind(matrix, Of(layer));
            int n = layer.InUnits.Length;
            double[]? both = moments.Coactivity(layer);
            for (int i = 0; i < values.Length; i++)
                values[i] *= (both?[i] ?? 1) * scale.GetValueOrDefault(layer.InUnits[i / n], 1) * scale.GetValueOrDefault(layer.InUnits[i % n], 1);
            Dictionary<int, int> index = [];
            for (int i = 0; i < n; i++)
                index.TryAdd(layer.InUnits[i], i);
            contributions.Add((index, values));
        }
    }

    /// <summary>rows × rows of the layer, row-major.</summary>
    public double[] Of(Layer layer)
    {
        int rows = layer.OutUnits.Length;
        double[] result = new double[rows * rows];
        bool read = false;
        foreach ((Dictionary<int, int> index, double[] values) in contributions)
        {
            int[] places = Array.ConvertAll(layer.OutUnits, unit => index.GetValueOrDefault(unit, -1));
            int n = (int)Math.Sqrt(values.Length);
            read |= places.Any(p => p >= 0);
            for (int i = 0; i < rows; i++)
            {
                for (int j = 0; j < rows && places[i] >= 0; j++)
                    result[i * rows + j] += places[j] >= 0 ? values[places[i] * n + places[j]] : 0;
            }
        }
        Dictionary<int, double> scale = norms.After(layer);
        for (int i = 0; i < result.Length && read && scale.Count > 0; i++)
            result[i] *= scale.GetValueOrDefault(layer.OutUnits[i / rows], 1) * scale.GetValueOrDefault(layer.OutUnits[i % rows], 1);
        return read ? result : Unread(rows, classes && rows > 1 && IsLast(layer));
    }

    /// <summary>Where no layer reads the outputs: an error in each counts 1.</summary>
    private static double[] Unread(int rows, bool last)
    {
        double[] result = new double[rows * rows];
        for (int i = 0; i < result.Length; i++)
            result[i] = (i / rows == i % rows ? 1 : 0) - (last ? 1.0 / rows : 0);
        return result;
    }

    private bool IsLast(Layer layer)
    {
        string value = layer.Node.Outputs[0];
        for (int hop = 0; hop < network.Nodes.Count; hop++)
        {
            if (network.Outputs.Any(o => o.Name == value))
                return true;
            Node[] readers = [.. network.Nodes.Where(n => n.Inputs.Contains(value))];
            if (readers is not [{ OpType: "Add" or "Softmax" or "LogSoftmax" or "Identity" }])
                return false;
            value = readers[0].Outputs[0];
        }
        return false;
    }

    /// <summary>Wᵀ·G·W of input channels, tap by tap.</summary>
    private static double[] Behind(LayerMatrix matrix, double[] metric)
    {
        int n = matrix.Layer.InUnits.Length, rows = matrix.Rows, taps = matrix.Taps;
        double[] result = new double[n * n];
        for (int tap = 0; tap < taps; tap++)
        {
            // Channels as rows, so that the inner loops run along memory.
            double[] w = new double[n * rows], gw = new double[n * rows];
            for (int c = 0; c < n; c++)
            {
                for (int r = 0; r < rows; r++)
                    w[c * rows + r] = matrix.Values[r * matrix.Width + c * taps + tap];
            }
            Parallel.For(0, n, c =>
            {
                for (int r = 0; r < rows; r++)
                    gw[c * rows + r] = System.Numerics.Tensors.TensorPrimitives.Dot<double>(metric.AsSpan(r * rows, rows), w.AsSpan(c * rows, rows));
            });
            Parallel.For(0, n, i =>
            {
                for (int j = 0; j < n; j++)
                    result[i * n + j] += System.Numerics.Tensors.TensorPrimitives.Dot<double>(w.AsSpan(i * rows, rows), gw.AsSpan(j * rows, rows));
            });
        }
        return result;
    }
}
