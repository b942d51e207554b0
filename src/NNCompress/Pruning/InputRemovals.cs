using System.Numerics.Tensors;
using NNCompress.Data;
using NNCompress.Engines;
using NNCompress.Models;
using NNCompress.Numerics;

namespace NNCompress.Pruning;

/// <summary>
/// Chooses how each layer makes up for channels that it no longer gets, and collects what that needs: second moments for narrow layers, sampled rows
/// for wide ones, nothing for those that cannot be fitted. Memory is bounded by <see cref="MomentBudget"/>, whatever the network.
/// </summary>
/// <param name="engine">Runs the network.</param>
/// <param name="dependencies">Of the network.</param>
/// <param name="data">Calibration data.</param>
/// <param name="statistics">Over that data.</param>
internal sealed class InputRemovals(IEngine engine, Dependencies dependencies, Dataset data, ActivationStatistics statistics)
{
    private readonly OutputSensitivity sensitivity = new(dependencies, statistics);

    private Disturbance? disturbance;

    /// <summary>Layers that read channels which may leave, and can be fitted, with their inputs + 1.</summary>
    private IReadOnlyList<(Layer Layer, int Width)> Fitted { get; } = [.. Reading(dependencies).Where(l => l.IsMatrix)
        .Select(l => (l, dependencies.Network.LengthOf(l.Weight) / l.OutUnits.Length + 1))];

    /// <summary>Second moments of the narrow layers.</summary>
    public SecondMoments Moments(IProgress<double>? progress, CancellationToken cancellation)
    {
        long modelBytes = dependencies.Network.StoredBytes;
        return SecondMoments.Collect(
            engine, dependencies, data, Exact(), coactive: false, Shelf.ForSeldom(modelBytes), progress, cancellation, MomentBudget.InOneRun(modelBytes));
    }

    /// <summary>Makes fresh removals.</summary>
    /// <param name="removals">Takes them.</param>
    /// <param name="moments">Of the narrow layers; asked for when the wide ones, and the memory that they need on the way, are done.</param>
    /// <param name="release">Whether each layer's moments are let go once its removal is made.</param>
    /// <param name="progress">Told the share of the wide layers that is done.</param>
    /// <param name="cancellation">Ends the work.</param>
    /// <exception cref="NncException">As for <see cref="IEngine.Observe"/>. NNC2095: what a layer reads is not finite.</exception>
    public void Make(RemovalSet removals, Func<SecondMoments> moments, bool release, IProgress<double>? progress, CancellationToken cancellation)
    {
        IReadOnlySet<string> exact = Exact();
        foreach (Layer layer in Reading(dependencies).Where(l => !l.IsMatrix || (!exact.Contains(l.Weight) && l.InUnits.Distinct().Count() > MomentBudget.MostChannels)))
            removals.Add(layer.Weight, new UnmendedRemoval(new LayerRows(dependencies.Network, layer), statistics, RowWeights(layer, cancellation)));
        SampledRows.Collect(engine, dependencies.Network, data, [.. Fitted.Where(l => !exact.Contains(l.Layer.Weight) && !removals.Contains(l.Layer.Weight))], (layer, rows) =>
        {
            if (rows.Values.AsSpan(0, rows.Count * rows.Width).ContainsAnyExceptInRange(float.MinValue, float.MaxValue))
                throw SecondMoments.NotFinite(dependencies.Network, layer);
            removals.Add(layer.Weight, new ScaledRemoval(new LayerRows(dependencies.Network, layer), rows.Values, rows.Count, RowWeights(layer, cancellation)));
        }, progress, cancellation);
        SecondMoments own = moments();
        foreach ((Layer layer, _) in Fitted.Where(l => exact.Contains(l.Layer.Weight)))
        {
            double[] seen = own.Of(layer)!;
            removals.Add(layer.Weight, new ExactRemoval(new LayerMatrix(dependencies.Network, layer), seen, RowWeights(layer, cancellation, seen)));
            if (release)
                own.Release(layer);
        }
    }

    /// <summary>
    /// How much a squared error in each of the layer's outputs matters at the network's, in proportions that are carried back and at a scale that is seen: with the second moments of its
    /// inputs, of errors that the other inputs have made up for.
    /// </summary>
    private double[] RowWeights(Layer layer, CancellationToken cancellation, double[]? moments = null)
    {
        disturbance ??= new Disturbance(engine, dependencies.Network, data, classes: false, cancellation);
        double[] weights = sensitivity.Of(layer);
        double scale = moments is null ? disturbance.Scale(layer, weights.Sum() * InputEnergy(layer, weights.Length)) : disturbance.Scale(layer, size => Disturbed(layer, moments, weights, size));
        return Array.ConvertAll(weights, w => w * scale);
    }

    /// <summary>Σ E[x²] over the inputs of one of so many rows.</summary>
    private double InputEnergy(Layer layer, int rows)
    {
        int taps = dependencies.Network.LengthOf(layer.Weight) / rows / layer.InUnits.Length;
        return taps * layer.InUnits.Sum(unit => statistics.Of(unit) is { } seen ? (seen.Mean * seen.Mean) + (seen.Deviation * seen.Deviation) : 0);
    }

    private (Network Network, double Expected) Disturbed(Layer layer, double[] moments, double[] weights, double size)
    {
        (_, int inputs, bool bias) = LayerRows.Size(dependencies.Network, layer);
        InputFeedback feedback = new(moments, LayerBlocks.Of(dependencies.Network, layer), bias);
        double expected = 0;
        Network disturbed = MendedNoise.Of(dependencies.Network, layer, _ => feedback, size, (r, _, moved) =>
        {
            for (int i = 0; i < moved.Length; i++)
                expected += weights[r] * moved[i] * TensorPrimitives.Dot<double>(moments.AsSpan(i * moved.Length, moved.Length), moved);
        });
        return (disturbed, expected);
    }

    private IReadOnlySet<string> Exact() => MomentBudget.Exact(Fitted.Select(l => (l.Layer.Weight, l.Width)));

    private static IEnumerable<Layer> Reading(Dependencies dependencies) =>
        dependencies.Groups.Where(g => g.Locked is null).SelectMany(g => g.Consumers).DistinctBy(l => l.Weight);
}
