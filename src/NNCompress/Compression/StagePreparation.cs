using NNCompress.Coding;
using NNCompress.Data;
using NNCompress.Pruning;

namespace NNCompress.Compression;

/// <summary>Gathers what encoding a pruned network needs to know: moments, sensitivities, and JPEG sections where the request fixes a quality.</summary>
internal sealed class StagePreparation(RunContext run, Dependencies original, Dataset data)
{
    private readonly Dictionary<string, CalibratedRounding> roundings = [];
    private readonly OutputRefit refit = new(run.Engine, original, data.Sample(SearchSettings.RefitSamples(original.Network), run.Request.Seed + 3), run.Cancellation);

    public EncodingStage Prepare(PrunedNetwork pruned)
    {
        Dependencies dependencies = Dependencies.Of(pruned.Network);
        ActivationStatistics statistics = ActivationStatistics.Collect(run.Engine, dependencies, data, null, run.Cancellation);
        SecondMoments moments = SecondMoments.Collect(run.Engine, dependencies, data, null, run.Cancellation);
        EncodingStage stage = new(pruned, original, refit, dependencies, moments, new OutputSensitivity(dependencies, statistics), roundings);
        if (run.Request.JpegQuality is { } quality)
        {
            foreach (Layer layer in JpegLayers.Of(dependencies))
                stage.Replace(JpegTensors.Smaller(pruned.Network, layer, quality, run.Request.Matrix));
        }
        return stage;
    }
}
