using NNCompress.Engines.Training;
using NNCompress.Pruning;
using NNCompress.Pruning.Gates;

namespace NNCompress.Compression;

/// <summary>Trains gates as the request says.</summary>
internal static class GateStage
{
    public static bool Wanted(CompressionRequest request) => request.ReplayPath is null && request.Method is PruningMethod.L1 or PruningMethod.L0;

    /// <summary>What trains, as messages name it; null where nothing does.</summary>
    public static string? Trains(CompressionRequest request) =>
        LotteryStage.Wanted(request) ? "--method lottery" : Wanted(request) ? $"--method {(request.Method == PruningMethod.L1 ? "l1" : "l0")}" : request.FineTuneEpochs > 0 ? "--fine-tune" : null;

    /// <summary>The settings of the request over those that suit gates.</summary>
    public static TrainingOptions Options(CompressionRequest request) => request.Training.Over(GatePruning.Defaults, request.Seed);

    /// <param name="run">Whose request gives epochs and settings.</param>
    /// <param name="dependencies">Of the network, which stays as it is.</param>
    /// <param name="data">Labelled training data.</param>
    /// <param name="validation">What was held out of it, or null.</param>
    /// <exception cref="NncException">As <see cref="GatePruning.Train"/>.</exception>
    public static TrainedGates Run(RunContext run, Dependencies dependencies, TrainingSet data, TrainingSet? validation)
    {
        CompressionRequest request = run.Request;
        return GatePruning.Train(
            run.Engine, dependencies, data, validation, request.Gates.Options(request.Method, request.Ratio), Options(request), run.Reporter, run.Cancellation);
    }

    /// <summary>Two trainings in one row.</summary>
    public static TrainingResult Joined(TrainingResult? first, TrainingResult then)
    {
        int earlier = first?.Epochs.Count ?? 0;
        return then with { Epochs = [.. first?.Epochs ?? [], .. then.Epochs.Select(e => e with { Epoch = e.Epoch + earlier })], Kept = then.Kept + earlier };
    }
}
