using NNCompress.Engines.Training;
using NNCompress.Models;

namespace NNCompress.Engines.Managed.Training;

/// <summary>How a network meets its data in training, whatever engine does it.</summary>
/// <param name="Target">The value that the loss is computed of.</param>
/// <param name="SampleShape">The input's shape without the batch.</param>
/// <param name="Batch">Samples of a whole batch.</param>
internal sealed record TrainingPlan(string Target, int[] SampleShape, int Batch)
{
    /// <exception cref="NncException">NNC2020 several inputs, NNC2022 data that does not fit the input, NNC2030 a batch that the network fixes to another size.</exception>
    /// <exception cref="ArgumentException">Options out of range.</exception>
    public static TrainingPlan Of(Network network, TrainingSet data, TrainingOptions options)
    {
        options.Check();
        ValueInfo input = Planner.Input(network);
        if (input.Shape is [> 0 and int batch, ..] && (batch != options.BatchSize || data.Inputs.Count % batch != 0))
            throw Untrainable(network, $"its input '{input.Name}' fixes the batch to {batch}: export the model with an open batch dimension");
        return new TrainingPlan(Head.Scores(network, options.Loss), Planner.SampleShape(network, input, data.Inputs), Math.Min(options.BatchSize, data.Inputs.Count));
    }

    /// <summary>Scores of a sample.</summary>
    /// <param name="network">For messages.</param>
    /// <param name="shape">The target's shape for a whole batch.</param>
    /// <exception cref="NncException">NNC2021: its first dimension is not the batch.</exception>
    public int Width(Network network, int[] shape)
    {
        int count = shape.Aggregate(1, (p, d) => p * d);
        return shape.Length > 1 && shape[0] == Batch && count > 0
            ? count / Batch
            : throw new NncException("NNC2021", network.Path, $"value '{Target}' has shape [{string.Join(',', shape)}] for {Batch} samples: its first dimension must be the batch, and others must follow.");
    }

    public static NncException Untrainable(Network network, string why) => new("NNC2030", network.Path, $"the network cannot be trained: {why}.");

    /// <summary>Nothing in the network is learnt.</summary>
    public static NncException NothingToTrain(Network network) => Untrainable(network, "no weight in it can be trained: give a network whose weights are floating-point constants");

    /// <summary>A loss that is not finite.</summary>
    /// <param name="network">For messages.</param>
    /// <param name="loss">What it is.</param>
    /// <param name="steps">Steps done before.</param>
    /// <param name="rate">Of this step.</param>
    public static NncException Diverged(Network network, double loss, long steps, double rate) => new(
        "NNC2032", network.Path, FormattableString.Invariant($"the loss is {loss} in step {steps + 1}, at learning rate {rate}: lower the learning rate, and check the data's scaling."));
}
