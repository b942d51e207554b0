using System.Numerics.Tensors;
using NNCompress.Models;
using NNCompress.Numerics;

namespace NNCompress.Pruning;

/// <summary>
/// How errors in a layer's outputs add up at the network's: the Gauss–Newton matrix of squared errors there, carried back through the weights
/// (G → Wᵀ·G·W), the share of time that two channels are both not zero, and the scale of batch norms. Errors of different taps of a kernel, and of
/// different positions of a picture, are taken as independent. Where the network's outputs are scores of classes, an error that all of them share does not
/// count: it changes no class. Of wide layers only the blocks of <see cref="DiagonalBlocks"/> are carried.
/// </summary>
internal sealed class OutputCurvature
{
    private readonly Network network;
    private readonly bool classes;
    private readonly NormScales norms;
    private readonly List<(Dictionary<int, int> Index, ShelvedBlocks Values)> contributions = [];

    /// <param name="dependencies">Of the network.</param>
    /// <param name="moments">Of the same network.</param>
    /// <param name="classes">Whether the network's outputs are scores of classes.</param>
    /// <param name="shelf">Where matrices wait; null to have them in memory.</param>
    public OutputCurvature(Dependencies dependencies, SecondMoments moments, bool classes = true, Shelf? shelf = null)
    {
        shelf ??= Shelf.Unbounded();
        (network, this.classes) = (dependencies.Network, classes);
        norms = new NormScales(dependencies);
        foreach (Layer layer in dependencies.Layers.Reverse().Where(l => l.InAxis >= 0))
        {
            Dictionary<int, double> scale = norms.Before(layer);
            DiagonalBlocks values = Behind(new LayerRows(network, layer), Of(layer));
            int n = layer.InUnits.Length;
            double[] norm = Array.ConvertAll(layer.InUnits, unit => scale.GetValueOrDefault(unit, 1));
            if (moments.CoactivityRows(layer) is { } both)
                Multiply(values, both, norm);
            else
                Multiply(values, norm);
            Dictionary<int, int> index = [];
            for (int i = 0; i < n; i++)
                index.TryAdd(layer.InUnits[i], i);
            contributions.Add((index, new ShelvedBlocks(values, shelf)));
        }
    }

    /// <summary>rows × rows of the layer.</summary>
    public DiagonalBlocks Of(Layer layer)
    {
        int rows = layer.OutUnits.Length;
        DiagonalBlocks result = new(rows);
        bool read = false;
        foreach ((Dictionary<int, int> index, ShelvedBlocks shelved) in contributions)
        {
            int[] places = Array.ConvertAll(layer.OutUnits, unit => index.GetValueOrDefault(unit, -1));
            if (places.All(p => p < 0))
                continue;
            read = true;
            Add(shelved, places, result);
        }
        Dictionary<int, double> scale = norms.After(layer);
        if (!read)
        {
            // Where no layer reads the outputs, an error in each counts 1.
            double shared = classes && rows > 1 && IsLast(layer) ? 1.0 / rows : 0;
            for (int b = 0; b < result.Count; b++)
            {
                double[] block = result.Values(b);
                if (shared > 0)
                    Array.Fill(block, -shared);
                for (int i = 0; i < result[b].Length; i++)
                    block[i * (result[b].Length + 1)] += 1;
            }
        }
        else if (scale.Count > 0)
        {
            double[] norm = Array.ConvertAll(layer.OutUnits, unit => scale.GetValueOrDefault(unit, 1));
            Multiply(result, norm);
        }
        return result;
    }

    /// <summary>Element by element with the matrix of products of two norms.</summary>
    private static void Multiply(DiagonalBlocks values, double[] norm)
    {
        for (int b = 0; b < values.Count; b++)
        {
            (int start, int length) = values[b];
            double[] block = values.Values(b);
            for (int i = 0; i < block.Length; i++)
                block[i] *= norm[start + (i / length)] * norm[start + (i % length)];
        }
    }

    /// <summary>And with a matrix of the same size, which is read row by row.</summary>
    private static void Multiply(DiagonalBlocks values, ShelvedBlocks factors, double[] norm)
    {
        double[] row = new double[factors.Widest];
        for (int b = 0; b < values.Count; b++)
        {
            (int start, int length) = values[b];
            double[] block = values.Values(b);
            for (int i = 0; i < length; i++)
            {
                factors.ReadRow(start + i, row);
                for (int j = 0; j < length; j++)
                    block[(i * length) + j] *= row[j] * norm[start + i] * norm[start + j];
            }
        }
    }

    /// <summary>Adds another matrix, row by row as it comes from its shelf.</summary>
    /// <param name="more">Of other rows.</param>
    /// <param name="places">For each row of <paramref name="sum"/> its place there, or below 0.</param>
    /// <param name="sum">Changed.</param>
    private static void Add(ShelvedBlocks more, int[] places, DiagonalBlocks sum)
    {
        for (int b = 0; b < sum.Count; b++)
        {
            (int first, int length) = sum[b];
            double[] block = sum.Values(b);
            Parallel.For(0, length, () => new double[more.Widest], (i, _, row) =>
            {
                if (places[first + i] < 0)
                    return row;
                (int start, int read) = more.ReadRow(places[first + i], row);
                for (int j = 0; j < length; j++)
                {
                    int column = places[first + j] - start;
                    if (column >= 0 && column < read)
                        block[(i * length) + j] += row[column];
                }
                return row;
            }, _ => { });
        }
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
    private static DiagonalBlocks Behind(LayerRows matrix, DiagonalBlocks metric)
    {
        int rows = matrix.Rows, taps = matrix.Taps;
        DiagonalBlocks result = new(matrix.Layer.InUnits.Length);
        // Channels as rows, so that the inner loops run along memory.
        int most = Enumerable.Range(0, result.Count).Max(b => result[b].Length);
        LargeMemory.Make(2L * most * rows * sizeof(double));
        double[] w = new double[most * rows], gw = new double[most * rows];
        for (int b = 0; b < result.Count; b++)
        {
            (int start, int n) = result[b];
            double[] block = result.Values(b);
            for (int tap = 0; tap < taps; tap++)
            {
                Parallel.For(0, rows, () => new float[n * taps], (r, _, row) =>
                {
                    matrix.ReadInputs(r, start * taps, row);
                    for (int c = 0; c < n; c++)
                        w[(c * rows) + r] = row[(c * taps) + tap];
                    return row;
                }, _ => { });
                Parallel.For(0, n, c =>
                {
                    for (int m = 0; m < metric.Count; m++)
                    {
                        (int first, int length) = metric[m];
                        for (int r = 0; r < length; r++)
                            gw[(c * rows) + first + r] = TensorPrimitives.Dot<double>(metric.Values(m).AsSpan(r * length, length), w.AsSpan((c * rows) + first, length));
                    }
                });
                Parallel.For(0, n, i =>
                {
                    for (int j = 0; j < n; j++)
                        block[(i * n) + j] += TensorPrimitives.Dot<double>(w.AsSpan(i * rows, rows), gw.AsSpan(j * rows, rows));
                });
            }
        }
        return result;
    }
}
