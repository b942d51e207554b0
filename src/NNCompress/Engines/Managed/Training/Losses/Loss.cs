using System.Numerics.Tensors;
using NNCompress.Engines.Training;

namespace NNCompress.Engines.Managed.Training.Losses;

/// <summary>A loss over a batch of scores, and its gradient.</summary>
/// <param name="data">Labels or targets.</param>
internal abstract class Loss(TrainingSet data)
{
    protected TrainingSet Data => data;

    public static Loss Of(LossKind kind, TrainingSet data) => kind == LossKind.CrossEntropy ? new CrossEntropy(data) : new SquaredError(data);

    /// <summary>Computes the batch's losses, and the gradient of their mean.</summary>
    /// <param name="scores">A row of <paramref name="width"/> a sample.</param>
    /// <param name="width">Scores of a sample.</param>
    /// <param name="samples">The samples' numbers in the data.</param>
    /// <param name="gradient">As long as <paramref name="scores"/>; empty to leave it out.</param>
    public BatchFigures Run(ReadOnlySpan<float> scores, int width, ReadOnlySpan<int> samples, Span<float> gradient)
    {
        double loss = 0;
        int correct = 0;
        for (int i = 0; i < samples.Length; i++)
        {
            ReadOnlySpan<float> row = scores.Slice(i * width, width);
            loss += Sample(row, samples[i], samples.Length, gradient.IsEmpty ? default : gradient.Slice(i * width, width));
            if (data.Inputs.Labels is { } labels && TensorPrimitives.IndexOfMax(row) == labels[samples[i]])
                correct++;
        }
        return new BatchFigures(loss, correct, samples.Length);
    }

    /// <summary>One sample's loss; its gradient is divided by the batch.</summary>
    protected abstract double Sample(ReadOnlySpan<float> scores, int sample, int batch, Span<float> gradient);
}
