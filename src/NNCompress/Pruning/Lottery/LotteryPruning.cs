using NNCompress.Data;
using NNCompress.Engines;
using NNCompress.Engines.Training;
using NNCompress.Models;

namespace NNCompress.Pruning.Lottery;

/// <summary>
/// Lottery tickets: rounds of train, rank, prune, rewind, and a last training (Frankle and Carbin, "The lottery ticket hypothesis: finding
/// sparse, trainable neural networks", 2019).
/// </summary>
/// <param name="engine">Trains and evaluates.</param>
/// <param name="reporter">Told what runs and how each round went.</param>
public sealed class LotteryPruning(ITrainingEngine engine, IReporter reporter)
{
    /// <param name="network">
    /// With <see cref="LotteryRewind.None"/> a trained network. Otherwise the initial network, which is trained first; where
    /// <paramref name="initial"/> is given, the network that was trained from that.
    /// </param>
    /// <param name="initial">The weights that <paramref name="network"/> was trained from, or null.</param>
    /// <param name="data">Labelled samples to learn from; ranks look at them too.</param>
    /// <param name="validation">Labelled samples held out of the training data, for the rounds' figures and early stopping; or null.</param>
    /// <param name="options">How tickets are drawn.</param>
    /// <param name="cancellation">Ends the run.</param>
    /// <exception cref="NncException">
    /// NNC2105: there is nothing to prune. NNC2106: the initial network is not of the network's shape. Others as for <see cref="Trainer.Train"/>.
    /// </exception>
    /// <exception cref="ArgumentException">Options out of range, or initial weights where nothing rewinds to them.</exception>
    public LotteryResult Run(Network network, Network? initial, Dataset data, Dataset? validation, LotteryOptions options, CancellationToken cancellation = default)
    {
        options.Check();
        if (initial is not null && options.Rewind == LotteryRewind.None)
            throw new ArgumentException("Initial weights are for rewinding.", nameof(initial));
        if (initial is not null)
            CheckShapes(network, initial);
        if (options.PruneInputs)
            (network, initial) = (InputSelection.AddTo(network), initial is null ? null : InputSelection.AddTo(initial));
        List<LotteryRound> rounds = [];
        Network? rewound = options.Rewind == LotteryRewind.None ? null : initial ?? network;
        Network trained = network;
        // A trained network enters the first round as it is, unless an early step of its training is wanted.
        if (options.Rewind == LotteryRewind.Early || (options.Rewind == LotteryRewind.Initial && initial is null))
        {
            Network start = rewound!.Clone();
            RewindPoint point = new(start, options.Rewind == LotteryRewind.Early ? options.RewindStep : 0);
            TrainingResult first = Train(start, null, point, 0, options.Training);
            (trained, rewound) = (start, point.Kept);
            Report(0, trained, first);
        }
        else
        {
            Report(0, trained, null);
        }
        Network dense = trained;
        float[]? targets = options.TeacherShare > 0 && options.Training.Loss == LossKind.CrossEntropy
            ? Distillation.Targets(engine, dense, data, options.TeacherShare, cancellation: cancellation)
            : null;
        ITicket ticket = options.Granularity == LotteryGranularity.Neuron
            ? new NeuronTicket(engine, data, options, network)
            : new WeightTicket(engine, data, options, network);
        Network drawn = network;
        TrainingResult? last = null;
        for (int round = 1; round <= options.Rounds; round++)
        {
            double share = options.Ratio is { } ratio ? 1 - Math.Pow(1 - ratio, (double)round / options.Rounds) : 0;
            (_, Network next) = ticket.Prune(trained, rewound, share, cancellation);
            rewound = rewound is null ? null : next;
            (drawn, trained) = (next, next.Clone());
            bool final = round == options.Rounds;
            TrainingOptions training = options.Training with { Epochs = final ? options.Training.Epochs : options.RoundEpochs ?? options.Training.Epochs };
            last = Train(trained, targets, ticket.Hook(), round, training);
            Report(round, trained, last);
        }
        return new LotteryResult(InputSelection.Tidy(drawn), InputSelection.Tidy(trained), InputSelection.Tidy(dense), ticket.Removed, rounds, last!);

        TrainingResult Train(Network start, float[]? answers, ITrainingHook? hook, int round, TrainingOptions training) =>
            new Trainer(engine, reporter, hook).Train(
                start, new TrainingSet(data, answers), validation is null ? null : new TrainingSet(validation), training with { Seed = unchecked(training.Seed + round) }, cancellation);

        void Report(int round, Network state, TrainingResult? training)
        {
            double accuracy = validation is null ? double.NaN
                : training is { Epochs: [.., var end] } && training.Kept == end.Epoch ? end.ValidationAccuracy
                : Accuracy(state, validation, cancellation);
            LotteryRound row = new(
                round, state.ParameterCount, state.Weights.Sum(w => w.Floats.LongCount(v => v != 0)), training?.Epochs.Count ?? 0, training?.Epochs[^1].Loss ?? double.NaN, accuracy);
            rounds.Add(row);
            reporter.Info(Describe(row, options.Rounds));
        }
    }

    private static string Describe(LotteryRound row, int rounds)
    {
        string text = FormattableString.Invariant($"round {row.Round}/{rounds}: {row.Parameters} parameters");
        if (row.NonZero < row.Parameters)
            text += FormattableString.Invariant($", {row.NonZero} not zero");
        if (!double.IsNaN(row.Loss))
            text += FormattableString.Invariant($", loss {row.Loss:f4}");
        return double.IsNaN(row.Accuracy) ? text : text + FormattableString.Invariant($", validation {row.Accuracy:f2} %");
    }

    private double Accuracy(Network network, Dataset data, CancellationToken cancellation)
    {
        Predictions answers = engine.Evaluate(network, data, null, cancellation);
        return 100.0 * Enumerable.Range(0, answers.Count).Count(i => answers.Class(i) == data.Labels![i]) / answers.Count;
    }

    private static void CheckShapes(Network network, Network initial)
    {
        string[] differing = [.. network.Weights.Select(Text).Except(initial.Weights.Select(Text)), .. initial.Weights.Select(Text).Except(network.Weights.Select(Text))];
        if (differing.Length > 0)
            throw new NncException("NNC2106", initial.Path, $"the initial network is not that of {network.Path}: they differ in {string.Join(", ", differing.Take(4))}. Give the file that train --save-initial wrote for this model.");

        static string Text(Tensor t) => $"{t.Name}[{string.Join(',', t.Shape)}]";
    }
}
