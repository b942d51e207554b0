using NNCompress.Compression.Outside;
using NNCompress.Pruning;
using NNCompress.Pruning.Gates;

namespace NNCompress.Compression;

/// <summary>Hands the search the network at any share of channels removed, by the method that was asked for.</summary>
internal sealed class PruningSource
{
    private readonly Pruner pruner;
    private readonly Dependencies dependencies;
    private readonly PruningOptions options;
    private readonly string? replay;
    private readonly CancellationToken cancellation;
    private readonly TrainedGates? gates;
    private Reconstruction? path;

    /// <param name="pruner">Chooses and removes.</param>
    /// <param name="dependencies">Of the original.</param>
    /// <param name="request">Method, thresholds, ratio, plan.</param>
    /// <param name="gates">Of the methods that train gates: each share is cut from the one trained network. Null for the others.</param>
    /// <param name="calibrated">Whether there is data to look at activations on.</param>
    /// <param name="cancellation">Ends it.</param>
    public PruningSource(Pruner pruner, Dependencies dependencies, CompressionRequest request, TrainedGates? gates, bool calibrated, CancellationToken cancellation)
    {
        (this.pruner, this.dependencies, this.gates, this.cancellation, replay) = (pruner, dependencies, gates, cancellation, request.ReplayPath);
        options = Options(request, calibrated);
        bool thresholds = options.MeanThreshold is not null || options.StdThreshold is not null || options.Threshold is not null;
        Ratios = replay is not null || thresholds ? [0] : options.Ratio is { } fixedRatio ? [fixedRatio] : calibrated ? SearchSettings.Ratios : PlainSearch.Ratios;
    }

    /// <summary>Shares worth trying: one where the request fixes it.</summary>
    public IReadOnlyList<double> Ratios { get; }

    public string MethodName => System.Text.Json.JsonNamingPolicy.KebabCaseLower.ConvertName(options.Method.ToString());

    /// <param name="request">Method, thresholds, ratio.</param>
    /// <param name="calibrated">Whether there is data to look at activations on: without it weights alone tell which channels matter.</param>
    public static PruningOptions Options(CompressionRequest request, bool calibrated = true) => new()
    {
        Method = request.Method != PruningMethod.Auto ? request.Method : calibrated ? PruningMethod.Reconstruct : PruningMethod.Magnitude,
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
        else if (gates is not null)
        {
            outcome = GatePruning.Cut(gates, gates.Choose(ratio));
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
