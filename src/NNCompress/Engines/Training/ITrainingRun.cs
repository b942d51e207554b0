namespace NNCompress.Engines.Training;

/// <summary>A network while it is trained.</summary>
public interface ITrainingRun : IDisposable
{
    /// <summary>The trained tensors, in the network's order. Their values can be read and written after the run is disposed, too.</summary>
    IReadOnlyList<TrainingParameter> Parameters { get; }

    /// <summary>Steps done.</summary>
    long Steps { get; set; }

    /// <summary>Forward, backward and one step of the optimiser.</summary>
    /// <param name="samples">Numbers of the samples, at most a batch.</param>
    /// <param name="learningRate">The rate of this step.</param>
    /// <exception cref="NncException">NNC2032: the loss is not finite.</exception>
    BatchFigures Step(ReadOnlySpan<int> samples, double learningRate);

    /// <summary>Forward and backward without a step: figures, and <see cref="TrainingParameter.Gradient"/>.</summary>
    BatchFigures Differentiate(ReadOnlySpan<int> samples);

    /// <summary>Puts weights and running statistics into the network.</summary>
    void WriteBack();

    /// <summary>
    /// All that the next steps depend on, beside <see cref="Steps"/>: values, running statistics, the optimiser's memory; named, in a fixed
    /// order. Writing to it restores a state.
    /// </summary>
    IReadOnlyList<(string Name, Memory<float> Values)> State { get; }
}
