using NNCompress.Engines.Training;

namespace NNCompress.Engines.Managed.Training.Losses;

/// <summary>Σ (s − t)² / width; the gradient is 2·(s − t)/width.</summary>
internal sealed class SquaredError(TrainingSet data) : Loss(data)
{
    protected override double Sample(ReadOnlySpan<float> scores, int sample, int batch, Span<float> gradient)
    {
        double sum = 0;
        for (int i = 0; i < scores.Length; i++)
        {
            double difference = scores[i] - (Data.Targets is { } targets ? targets[(sample * scores.Length) + i] : Data.Inputs.Labels![sample] == i ? 1 : 0);
            sum += difference * difference;
            if (!gradient.IsEmpty)
                gradient[i] = (float)(2 * difference / scores.Length / batch);
        }
        return sum / scores.Length;
    }
}
