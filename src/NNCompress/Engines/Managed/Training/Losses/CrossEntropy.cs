using System.Numerics.Tensors;
using NNCompress.Engines.Training;

namespace NNCompress.Engines.Managed.Training.Losses;

/// <summary>Σ t·(log Σ exp(s − max) − (s − max)); with Σ t = 1 the gradient is softmax(s) − t. A label is a one-hot t.</summary>
internal sealed class CrossEntropy(TrainingSet data) : Loss(data)
{
    private double[] exponentials = [];

    protected override double Sample(ReadOnlySpan<float> scores, int sample, int batch, Span<float> gradient)
    {
        double largest = TensorPrimitives.Max(scores), sum = 0, loss = 0;
        if (exponentials.Length < scores.Length)
            exponentials = new double[scores.Length];
        for (int i = 0; i < scores.Length; i++)
            sum += exponentials[i] = Math.Exp(scores[i] - largest);
        double log = Math.Log(sum);
        for (int i = 0; i < scores.Length; i++)
        {
            float target = Data.Targets is { } targets ? targets[(sample * scores.Length) + i] : Data.Inputs.Labels![sample] == i ? 1 : 0;
            if (target != 0)
                loss += target * (log - (scores[i] - largest));
            if (!gradient.IsEmpty)
                gradient[i] = (float)(((exponentials[i] / sum) - target) / batch);
        }
        return loss;
    }
}
