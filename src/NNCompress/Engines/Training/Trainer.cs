using System.Diagnostics;
using NNCompress.Models;

namespace NNCompress.Engines.Training;

/// <summary>Trains a network for whole epochs: order of the samples, learning rate, validation, early stopping, checkpoints.</summary>
/// <param name="engine">Does the steps.</param>
/// <param name="reporter">Told how far training is.</param>
/// <param name="hook">Takes part in every step; null for none. One instance serves one training.</param>
public sealed class Trainer(ITrainingEngine engine, IReporter reporter, ITrainingHook? hook = null)
{
    private const string Stage = "train";

    /// <summary>Trains the network in place.</summary>
    /// <param name="network">Its weights are where training starts; a resumed run needs the ones that it started from.</param>
    /// <param name="data">What it learns from.</param>
    /// <param name="validation">What it is judged on after each epoch, or null. It has labels where <paramref name="data"/> is learnt by its labels.</param>
    /// <param name="options">How.</param>
    /// <param name="cancellation">
    /// Ends the run with <see cref="OperationCanceledException"/> between two steps; the network then has the weights of some earlier moment,
    /// the checkpoint those of the last step.
    /// </param>
    /// <exception cref="NncException">
    /// As <see cref="ITrainingEngine.Begin"/>; NNC2031 a checkpoint that is damaged or of another run, NNC2032 a loss that is not finite,
    /// NNC2003 a checkpoint that cannot be written.
    /// </exception>
    /// <exception cref="ArgumentException">Options out of range, or early stopping without validation data.</exception>
    public TrainingResult Train(Network network, TrainingSet data, TrainingSet? validation, TrainingOptions options, CancellationToken cancellation = default)
    {
        options.Check();
        if (options.Patience > 0 && validation is null)
            throw new ArgumentException("Early stopping needs validation data.", nameof(validation));
        if (data.Inputs.Count == 0)
            throw new ArgumentException("There are no samples to train on.", nameof(data));
        Checkpoint? checkpoint = options.Checkpoint is null ? null : new Checkpoint(options.Checkpoint, Fingerprint.Of(network, data, validation, options));
        using ITrainingRun run = engine.Begin(network, data, options);
        int steps = (data.Inputs.Count + options.BatchSize - 1) / options.BatchSize;
        hook?.Begin(run, (long)steps * options.Epochs);
        Progress progress = new(run, options, hook);
        if (options.Resume && checkpoint is not null && File.Exists(options.Checkpoint))
            checkpoint.Load(progress);
        CheckpointClock clock = new(checkpoint, options.CheckpointInterval);
        Stopwatch watch = Stopwatch.StartNew();
        double first = progress.Epochs.Count + ((double)progress.Running.Steps / steps);
        while (progress.Epochs.Count < options.Epochs && !progress.Plateau.Reached(progress.Epochs.Count))
        {
            int epoch = progress.Epochs.Count;
            (double loss, double accuracy) = RunEpoch(progress, clock, data, options, Remaining, cancellation);
            (double, double) judged = (double.NaN, double.NaN);
            if (validation is not null)
            {
                run.WriteBack();
                judged = Validation.Of(engine, network, validation, options.Loss, cancellation);
            }
            EpochFigures figures = new(epoch + 1, loss, accuracy, judged.Item1, judged.Item2);
            progress.Add(figures);
            clock.Save(progress);
            reporter.Progress(Stage, (epoch + 1.0) / options.Epochs, $"{Describe(figures, options)}{Remaining(epoch + 1)}");
        }
        bool stopped = progress.Epochs.Count < options.Epochs;
        int kept = progress.Finish();
        run.WriteBack();
        return new TrainingResult(progress.Epochs, kept, stopped);

        string Remaining(double epochs)
        {
            double seconds = watch.Elapsed.TotalSeconds / Math.Max(epochs - first, 1e-9) * (options.Epochs - epochs);
            return epochs >= options.Epochs || watch.Elapsed.TotalSeconds < 1 ? "" : FormattableString.Invariant($", {seconds:f0} s left");
        }
    }

    private static string Describe(EpochFigures f, TrainingOptions options)
    {
        string text = FormattableString.Invariant($"epoch {f.Epoch}/{options.Epochs}, loss {f.Loss:f4}");
        if (!double.IsNaN(f.Accuracy))
            text += FormattableString.Invariant($", accuracy {f.Accuracy:f2} %");
        if (!double.IsNaN(f.ValidationAccuracy))
            text += FormattableString.Invariant($", validation {f.ValidationAccuracy:f2} %");
        else if (!double.IsNaN(f.ValidationLoss))
            text += FormattableString.Invariant($", validation loss {f.ValidationLoss:f4}");
        return text;
    }

    private (double Loss, double Accuracy) RunEpoch(
        Progress progress, CheckpointClock clock, TrainingSet data, TrainingOptions options, Func<double, string> remaining, CancellationToken cancellation)
    {
        ITrainingRun run = progress.Run;
        int count = data.Inputs.Count, steps = (count + options.BatchSize - 1) / options.BatchSize, epoch = progress.Epochs.Count;
        int[] order = [.. Enumerable.Range(0, count)];
        // Each epoch's order follows from the seed and its number, so that a resumed run needs no generator's state.
        new Random(HashCodeOf(options.Seed, epoch)).Shuffle(order);
        int told = 100 * progress.Running.Steps / steps;
        for (int step = progress.Running.Steps; step < steps; step++)
        {
            if (cancellation.IsCancellationRequested)
                clock.Save(progress);
            cancellation.ThrowIfCancellationRequested();
            int start = step * options.BatchSize;
            long number = ((long)epoch * steps) + step;
            double rate = LearningRate.At(options, number, steps);
            hook?.BeforeStep(run, number, rate);
            BatchFigures figures = run.Step(order.AsSpan(start, Math.Min(options.BatchSize, count - start)), rate);
            hook?.AfterStep(run, number, rate);
            progress.Running = progress.Running.Add(figures);
            if (step + 1 == steps)
                break;
            clock.SaveIfDue(progress);
            int percent = (int)(100L * (step + 1) / steps);
            if (percent < told + 5)
                continue;
            told = percent;
            double done = epoch + ((step + 1.0) / steps);
            reporter.Progress(Stage, done / options.Epochs, FormattableString.Invariant(
                $"epoch {epoch + 1}/{options.Epochs}, loss {progress.Running.Loss / (start + figures.Samples):f4}{remaining(done)}"));
        }
        return (progress.Running.Loss / count, data.Inputs.Labels is null ? double.NaN : 100.0 * progress.Running.Correct / count);
    }

    private static int HashCodeOf(int seed, int epoch) => unchecked((seed * (int)0x9E3779B1) ^ ((epoch + 1) * (int)0x85EBCA77));
}
