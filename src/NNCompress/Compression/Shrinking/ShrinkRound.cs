using NNCompress.Coding;
using NNCompress.Compression.Metrics;
using NNCompress.Compression.Trials;
using NNCompress.Data;
using NNCompress.Engines.Training;
using NNCompress.Models;
using NNCompress.Pruning;

namespace NNCompress.Compression.Shrinking;

/// <summary>One round: train towards a size, take out what is empty, encode exactly what was trained.</summary>
/// <param name="run">The run.</param>
/// <param name="training">Trains.</param>
/// <param name="judge">Estimates what is lost.</param>
internal sealed class ShrinkRound(RunContext run, RoundTraining training, ICandidateJudge judge)
{
    /// <summary>Trains on the grid.</summary>
    /// <param name="from">Where training starts; stays as it is.</param>
    /// <param name="teacher">Its answers are learnt.</param>
    /// <param name="bytes">What all tensors may take together.</param>
    /// <param name="reporter">Told how far training is.</param>
    public ShrunkNetwork Thin(PrunedNetwork from, Network teacher, double bytes, IReporter reporter)
    {
        double others = SmallTensors.Encode(from.Network, Gridded(from.Network)).Sum(t => (double)t.Bytes);
        // Small tensors lose entries as channels leave: they are not counted for more than half.
        GridHook hook = new(Math.Max(bytes - others, bytes / 2));
        (Network trained, TrainingResult result, IReadOnlyDictionary<string, float> steps) = run.Trials.Round(FormattableString.Invariant($"thinning on grids to {bytes:R}"), from.Network, teacher, () =>
        {
            TrainedRound round = training.Train(from.Network, teacher, ShrinkSettings.TeacherShare, Temperature, ShrinkSettings.Thinning, hook, reporter);
            return round with { Steps = hook.Steps };
        });
        (Network live, IReadOnlyList<PruningPlan> plans) = DeadChannels.Remove(run.Engine, trained, training.Data, run.Request.PruneInputs, run.Cancellation);
        List<EncodedTensor> tensors = [.. steps.Select(s => GridTensor.Encode(live.Constant(s.Key)!, s.Value))];
        tensors.AddRange(SmallTensors.Encode(live, steps.Keys.ToHashSet()));
        Network decoded = live.Clone();
        foreach (EncodedTensor tensor in tensors)
            decoded.Replace(tensor.Decoded);
        DropEstimate estimate = judge.Estimate(decoded);
        return new ShrunkNetwork(new PrunedNetwork(decoded, plans.Aggregate(from.Plan, (plan, next) => plan.Then(next))), tensors, result, estimate, judge.Excess(estimate));
    }

    /// <summary>Softened answers say more of each sample, but end in softer scores: not where those are what is measured.</summary>
    private double Temperature => run.Request.Metric.Labels() == LabelKind.None ? 1 : Distillation.UsualTemperature;

    private static HashSet<string> Gridded(Network network) => [.. Dependencies.Of(network).Layers.Select(l => l.Weight)];
}
