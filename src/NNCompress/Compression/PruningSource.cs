using NNCompress.Pruning;

namespace NNCompress.Compression;

/// <summary>Hands the search the network at any share of channels removed, by the method that was asked for.</summary>
internal sealed class PruningSource
{
    private readonly Pruner pruner;
    private readonly Dependencies dependencies;
    private readonly PruningOptions options;
    private readonly string? replay;
    private readonly CancellationToken cancellation;
    private Reconstruction? path;

    public PruningSource(Pruner pruner, Dependencies dependencies, CompressionRequest request, CancellationToken cancellation)
    {
        (this.pruner, this.dependencies, this.cancellation, replay) = (pruner, dependencies, cancellation, request.ReplayPath);
        options = Options(request);
        bool thresholds = options.MeanThreshold is not null || options.StdThreshold is not null || options.Threshold is not null;
        Ratios = replay is not null || thresholds ? [0] : options.Ratio is { } fixedRatio ? [fixedRatio] : SearchSettings.Ratios;
    }

    /// <summary>Shares worth trying: one where the request fixes it.</summary>
    public IReadOnlyList<double> Ratios { get; }

    public string MethodName => System.Text.Json.JsonNamingPolicy.KebabCaseLower.ConvertName(options.Method.ToString());

    public static PruningOptions Options(CompressionRequest request) => new()
    {
        Method = request.Method == PruningMethod.Auto ? PruningMethod.Reconstruct : request.Method,
        Ratio = request.Ratio,
        MeanThreshold = request.MeanThreshold,
        StdThreshold = request.StdThreshold,
        Threshold = request.Threshold,
        Norm = request.Norm,
        Seed = request.Seed,
    };

    public PrunedNetwork At(double ratio)
    {
        PruningOutcome outcome;
        if (replay is not null)
        {
            outcome = pruner.Replay(PlanFile.Load(replay), replay, cancellation);
        }
        else if (options.Method != PruningMethod.Reconstruct)
        {
            outcome = pruner.Prune(Ratios is [0] ? options : options with { Ratio = ratio }, cancellation);
        }
        else
        {
            // One path from the full network down: a smaller share than the last starts anew.
            if (path is null || path.RemovedShare > ratio)
                path = pruner.StartReconstruction(cancellation);
            path.RemoveUntil(ratio, cancellation);
            return new PrunedNetwork(path.ToNetwork(), PruningPlan.Of(PruningMethod.Reconstruct, dependencies, path.Removed));
        }
        return new PrunedNetwork(outcome.Network, outcome.Plan);
    }
}
