using NNCompress.Models;

namespace NNCompress.Engines.Training;

/// <summary>An engine that can also train.</summary>
public interface ITrainingEngine : IEngine
{
    /// <summary>Makes a network ready to be trained, step by step; <see cref="Trainer"/> does that for whole epochs.</summary>
    /// <param name="network">A network with one input, whose batch is open; it stays as it is until <see cref="ITrainingRun.WriteBack"/>.</param>
    /// <param name="data">What it will be trained on.</param>
    /// <param name="options">Loss, optimiser, penalties, seed, batch size.</param>
    /// <exception cref="NncException">
    /// NNC2020 unsupported operator or attribute, NNC2021 shapes that do not fit or are too large, NNC2022 data that does not fit the input,
    /// NNC2030 a network that cannot be trained, NNC2043 labels that are missing or beyond the outputs.
    /// </exception>
    ITrainingRun Begin(Network network, TrainingSet data, TrainingOptions options);
}
