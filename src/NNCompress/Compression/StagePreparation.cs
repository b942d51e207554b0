using NNCompress.Coding;
using NNCompress.Coding.Jpeg;
using NNCompress.Compression.Metrics;
using NNCompress.Compression.Trials;
using NNCompress.Data;
using NNCompress.Models;
using NNCompress.Pruning;

namespace NNCompress.Compression;

/// <summary>Gathers what encoding a pruned network needs to know: moments, curvature, and JPEG sections where the request fixes a quality.</summary>
internal sealed class StagePreparation(RunContext run, Dependencies original, Dataset data)
{
    private readonly Dictionary<string, LayerRounding> roundings = [];
    private readonly Dictionary<string, JpegRounding> pictures = [];
    private readonly OutputRefit refit = new(run.Engine, original, data.Sample(SearchSettings.RefitSamples(original.Network), run.Request.Seed + 3), run.Cancellation, keep: true);

    public EncodingStage Prepare(PrunedNetwork pruned)
    {
        Dependencies dependencies = Dependencies.Of(pruned.Network);
        long modelBytes = original.Network.StoredBytes;
        Shelf shelf = Shelf.For(modelBytes);
        SecondMoments moments = SecondMoments.Collect(
            run.Engine, dependencies, data, null, coactive: true, shelf, new Stage(run.Reporter, "moments"), run.Cancellation, MomentBudget.InOneRun(modelBytes));
        KernelMoments kernels = KernelMoments.Collect(run.Engine, dependencies, data, shelf, MomentBudget.InOneRun(modelBytes), run.Cancellation);
        OutputCurvature curvature = new(dependencies, moments, run.Request.Metric.IsOfClasses(), Shelf.For(modelBytes));
        Disturbance disturbance = new(run.Engine, pruned.Network, data, run.Request.Metric.IsOfClasses(), run.Cancellation);
        MeasuredCurvature measured = new(pruned.Network, curvature, disturbance, moments, kernels, new Stage(run.Reporter, "sensitivity"));
        EncodingStage stage = new(pruned, original, refit, dependencies, moments, kernels, measured, roundings, shelf)
        {
            Progress = new Stage(run.Reporter, "encode"),
            Trials = run.Trials == TrialCache.None ? null : new StageTrials(run.Trials, pruned.Network),
        };
        if (run.Request.JpegQuality is { } quality)
        {
            foreach (Layer layer in JpegLayers.Of(dependencies))
                stage.Replace(JpegTensors.Smaller(pruned.Network, layer, quality, run.Request.Matrix, run.JpegCodec));
        }
        else
        {
            Offer(stage, dependencies, moments);
        }
        return stage;
    }

    private void Offer(EncodingStage stage, Dependencies dependencies, SecondMoments moments)
    {
        Network network = stage.Network;
        foreach (Layer layer in JpegLayers.Of(dependencies))
        {
            if (JpegLayers.InputView(network, layer, run.Request.Matrix) is not { } view)
                continue;
            double[] rowWeights = stage.RowWeights(layer.Weight);
            bool bias = new LayerRows(network, layer).HasBias;
            stage.Offer(layer.Weight, () => new JpegLayer(network, layer, view, rowWeights, Rounding(), stage.OutputError));

            // Shared between stages: pruning does not change what the network's input is.
            JpegRounding Rounding() => pictures.TryGetValue(layer.Weight, out JpegRounding? made)
                ? made : pictures[layer.Weight] = new JpegRounding(moments.Of(layer)!, view.Height, view.Width, bias);
        }
    }
}
