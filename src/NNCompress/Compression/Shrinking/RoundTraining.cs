using NNCompress.Compression.Trials;
using NNCompress.Data;
using NNCompress.Engines.Training;
using NNCompress.Models;

namespace NNCompress.Compression.Shrinking;

/// <summary>The training within rounds: on another network's answers, and on labels where there are any.</summary>
/// <param name="run">Whose request gives epochs and settings.</param>
/// <param name="data">What is learnt.</param>
internal sealed class RoundTraining(RunContext run, Dataset data)
{
    private (Network From, TrainedRound Round)? tuned;

    /// <summary>What is learnt.</summary>
    public Dataset Data => data;

    /// <summary>Fine-tunes on the original's answers; a network that was just fine-tuned is not trained again.</summary>
    /// <param name="network">Stays as it is.</param>
    /// <param name="original">The original: the same in all calls.</param>
    /// <param name="reporter">Told how far training is.</param>
    public TrainedRound Tune(Network network, Network original, IReporter reporter)
    {
        if (tuned is { } last && last.From == network)
            return last.Round;
        TrainedRound round = run.Trials.Round("tuning", network, original, () => Train(network, original, ShrinkSettings.FirstTeacherShare, null, ShrinkSettings.Tuning, KeptZeros(network), reporter));
        tuned = (network, round);
        return round;
    }

    /// <param name="network">Stays as it is.</param>
    /// <param name="teacher">Its answers are learnt.</param>
    /// <param name="share">Of those answers in what is learnt, unless the request says otherwise.</param>
    /// <param name="temperature">Of the answers; null for the usual one.</param>
    /// <param name="defaults">Settings, where the request gives none.</param>
    /// <param name="hook">Takes part in every step, or null.</param>
    /// <param name="reporter">Told how far training is.</param>
    public TrainedRound Train(Network network, Network teacher, double share, double? temperature, TrainingOptions defaults, ITrainingHook? hook, IReporter reporter)
    {
        CompressionRequest request = run.Request;
        TrainingOptions options = request.Training.Over(defaults, request.Seed) with { Epochs = request.FineTuneEpochs, Patience = 0 };
        FineTuning tuning = new(run.Engine, reporter) { Teacher = teacher, TeacherShare = request.DistilShare ?? share, Temperature = temperature, Hook = hook };
        (Network trained, TrainingResult result) = tuning.Run(network, data, null, options, run.Cancellation);
        return new TrainedRound(trained, result, new Dictionary<string, float>());
    }

    /// <summary>What a lottery of single weights has set to zero stays so.</summary>
    private WeightMask? KeptZeros(Network network) =>
        LotteryStage.OfWeights(run.Request) ? WeightMask.OfZeros(network) : null;
}
