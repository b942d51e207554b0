using NNCompress.Data;
using NNCompress.Engines.Training;
using NNCompress.Models;

namespace NNCompress.Compression;

/// <summary>Fine-tunes a pruned network as the request says.</summary>
internal static class FineTuningStage
{
    /// <param name="run">Whose request gives epochs and settings.</param>
    /// <param name="pruned">Stays as it is.</param>
    /// <param name="original">The network before: its answers join the labels.</param>
    /// <param name="data">Labelled training data, of which validation takes its share.</param>
    /// <param name="hook">Takes part in every step, or null.</param>
    /// <exception cref="NncException">NNC1050: no samples are left for training or validation. NNC2020–2043: the network or the data cannot be trained.</exception>
    public static (Network Network, TrainingResult Training) Run(RunContext run, Network pruned, Network original, Dataset data, ITrainingHook? hook = null)
    {
        CompressionRequest request = run.Request;
        TrainingOptions options = request.Training.Over(FineTuning.Defaults, request.Seed) with { Epochs = request.FineTuneEpochs };
        (TrainingSet learnt, TrainingSet? validation) = request.Training.Part(data, options);
        FineTuning tuning = new(run.Engine, run.Reporter) { Teacher = original, TeacherShare = request.DistilShare ?? FineTuning.UsualTeacherShare, Hook = hook };
        return tuning.Run(pruned, learnt.Inputs, validation?.Inputs, options, run.Cancellation);
    }
}
