using NNCompress.Engines.Training;
using NNCompress.Models;

namespace NNCompress.Compression;

/// <summary>Fine-tunes a pruned network as the request says.</summary>
internal static class FineTuningStage
{
    /// <summary>The settings of the request over those that suit a pruned network.</summary>
    public static TrainingOptions Options(CompressionRequest request) =>
        request.Training.Over(FineTuning.Defaults, request.Seed) with { Epochs = request.FineTuneEpochs };

    /// <summary>Whether nothing trains but fine-tuning, for which the original's answers can stand for labels.</summary>
    public static bool Alone(CompressionRequest request) => request.FineTuneEpochs > 0 && !LotteryStage.Wanted(request) && !GateStage.Wanted(request);

    /// <param name="run">Whose request gives epochs and settings.</param>
    /// <param name="pruned">Stays as it is.</param>
    /// <param name="original">The network before: its answers join the labels, or stand for them.</param>
    /// <param name="data">Training data.</param>
    /// <param name="validation">What was held out of it, or null.</param>
    /// <param name="hook">Takes part in every step, or null.</param>
    /// <exception cref="NncException">NNC2020–2043: the network or the data cannot be trained.</exception>
    public static (Network Network, TrainingResult Training) Run(RunContext run, Network pruned, Network original, TrainingSet data, TrainingSet? validation, ITrainingHook? hook = null)
    {
        CompressionRequest request = run.Request;
        TrainingOptions options = Options(request);
        FineTuning tuning = new(run.Engine, run.Reporter) { Teacher = original, TeacherShare = request.DistilShare ?? FineTuning.UsualTeacherShare, Hook = hook };
        return tuning.Run(pruned, data.Inputs, validation?.Inputs, options, run.Cancellation);
    }
}
