using NNCompress.Data;
using NNCompress.Engines;
using NNCompress.Models;
using NNCompress.Pruning.Gates;

namespace NNCompress.Pruning;

/// <summary>From a network and a wish to a smaller network.</summary>
/// <param name="engine">Runs the network over the calibration data.</param>
/// <param name="dependencies">Of the network to prune.</param>
/// <param name="data">Calibration data; null where none was given.</param>
/// <param name="progress">Told what runs.</param>
public sealed class Pruner(IEngine engine, Dependencies dependencies, Dataset? data, IReporter progress)
{
    // Rows of a sweep share one pruner, each on a thread of its own.
    private readonly Lock gate = new();
    private ActivationStatistics? statistics;
    private SecondMoments? moments;
    private TaylorImportance? gradients;

    /// <summary>What the channels do over the data; null as long as no method has looked.</summary>
    public ActivationStatistics? Observed => statistics;

    /// <summary>Chooses channels as the options say and removes them.</summary>
    /// <exception cref="NncException">
    /// NNC1020: the method needs data, a ratio or thresholds that were not given. NNC1060: taylor, and the data has no labels.
    /// </exception>
    /// <exception cref="ArgumentException">The method trains.</exception>
    public PruningOutcome Prune(PruningOptions options, CancellationToken cancellation = default)
    {
        if (options.Method is PruningMethod.Lottery or PruningMethod.L1 or PruningMethod.L0)
            throw new ArgumentException($"Method {Name(options.Method)} trains: that is LotteryPruning's, or GatePruning's.", nameof(options));
        if (options.NeedsData && data is null)
            throw new NncException("NNC1020", dependencies.Network.Path, $"method {Name(options.Method)} looks at {(options.Method == PruningMethod.Taylor ? "gradients" : "activations")}: give --calibration-data, --train-data or --data.");
        if (options.Method is PruningMethod.Auto or PruningMethod.Reconstruct)
        {
            Reconstruction reconstruction = StartReconstruction(keepMoments: false, cancellation);
            reconstruction.RemoveUntil(options.Ratio ?? throw Missing(options, "--ratio"), cancellation);
            return new PruningOutcome(reconstruction.Finish(), PruningPlan.Of(PruningMethod.Reconstruct, dependencies, reconstruction.Removed), dependencies);
        }
        IImportance importance = options.Method switch
        {
            PruningMethod.Activation => new ActivationImportance(Statistics(cancellation)),
            PruningMethod.Apoz => new ApozImportance(Statistics(cancellation)),
            PruningMethod.Magnitude => new MagnitudeImportance(
                dependencies.Network, options.Norm, data is not null && dependencies.Groups.Any(g => g.PicksInputs && g.Locked is null) ? Statistics(cancellation) : null),
            PruningMethod.Taylor => Gradients(options.Seed, cancellation),
            _ => new ControlImportance(options.Method == PruningMethod.Random, options.Seed),
        };
        bool thresholds = options.Method switch
        {
            PruningMethod.Activation => options.MeanThreshold is not null || options.StdThreshold is not null,
            PruningMethod.Apoz or PruningMethod.Magnitude or PruningMethod.Taylor => options.Threshold is not null,
            _ => false,
        };
        if (!thresholds && options.Ratio is null)
            throw Missing(options, options.Method switch
            {
                PruningMethod.Activation => "--mean-threshold and --std-threshold, or --ratio",
                PruningMethod.Apoz or PruningMethod.Magnitude or PruningMethod.Taylor => "--threshold or --ratio",
                _ => "--ratio",
            });
        IReadOnlySet<int> removed = options.Ratio is { } ratio
            ? importance is TaylorImportance taylor ? taylor.Choose(ratio) : ScoreSelection.ByRatio(dependencies, importance, ratio)
            : ScoreSelection.ByThreshold(dependencies, importance, options);
        return Cut(options.Method, removed, cancellation);
    }

    /// <summary>Repeats a plan; where its method mends, the repair is computed from the calibration data again.</summary>
    /// <exception cref="NncException">NNC2091: the plan does not fit. NNC1020: the plan's method needs data.</exception>
    public PruningOutcome Replay(PruningPlan plan, string path, CancellationToken cancellation = default)
    {
        IReadOnlySet<int> removed = plan.Resolve(dependencies, path);
        if (plan.Method is PruningMethod.L1 or PruningMethod.L0)
            progress.Warning("NNC2101", path, $"the plan was made by method {Name(plan.Method)}, which trained the weights too, and they are no part of the plan: the same channels leave, and the others keep the weights of {dependencies.Network.Path}. Add --fine-tune, or run the method again.");
        if (plan.Method != PruningMethod.Reconstruct)
            return Cut(plan.Method, removed, cancellation);
        if (data is null)
            throw new NncException("NNC1020", path, "the plan was made by method reconstruct, whose repair needs data: give --calibration-data, --train-data or --data.");
        Reconstruction reconstruction = StartReconstruction(keepMoments: false, cancellation);
        reconstruction.RemoveThese(removed, cancellation);
        return new PruningOutcome(reconstruction.Finish(), plan, dependencies);
    }

    /// <summary>A reconstruction that has removed nothing yet: the search asks it for one ratio after another.</summary>
    public Reconstruction StartReconstruction(CancellationToken cancellation) => StartReconstruction(keepMoments: true, cancellation);

    private Reconstruction StartReconstruction(bool keepMoments, CancellationToken cancellation)
    {
        ActivationStatistics observed = Statistics(cancellation);
        InputRemovals inputs = new(engine, dependencies, data!, observed);
        RemovalSet removals = RemovalSet.For(dependencies.Network.StoredBytes);
        inputs.Make(removals, Moments, release: !keepMoments, new Stage(progress, "samples"), cancellation);
        return new Reconstruction(dependencies, removals, observed, new OutputRefit(engine, dependencies, data!, cancellation), progress);

        SecondMoments Moments()
        {
            SecondMoments collected = moments ?? inputs.Moments(new Stage(progress, "moments"), cancellation);
            if (keepMoments)
                moments = collected;
            return collected;
        }
    }

    private PruningOutcome Cut(PruningMethod method, IReadOnlySet<int> removed, CancellationToken cancellation)
    {
        Network source = data is null
            ? dependencies.Network
            : MeanFolding.Apply(dependencies, removed, Statistics(cancellation), constantOnly: method != PruningMethod.Activation);
        return new PruningOutcome(Surgery.Remove(dependencies, source, removed), PruningPlan.Of(method, dependencies, removed), dependencies);
    }

    private ActivationStatistics Statistics(CancellationToken cancellation)
    {
        lock (gate)
            return statistics ??= ActivationStatistics.Collect(engine, dependencies, data!, new Stage(progress, "statistics"), cancellation);
    }

    private TaylorImportance Gradients(int seed, CancellationToken cancellation)
    {
        lock (gate)
            return gradients ??= TaylorImportance.Measure(engine, dependencies, data!, seed, progress, cancellation);
    }

    private NncException Missing(PruningOptions options, string what) =>
        new("NNC1020", dependencies.Network.Path, $"method {Name(options.Method)} needs to know how much to remove: give {what}.");

    private static string Name(PruningMethod method) => System.Text.Json.JsonNamingPolicy.KebabCaseLower.ConvertName(method.ToString());
}
