using System.Numerics.Tensors;
using NNCompress.Engines.Training;

namespace NNCompress.Engines.Managed.Training.Losses;

/// <summary>log Σ exp(s − max) − (s[label] − max); the gradient is softmax(s) − one-hot(label).</summary>
internal sealed class CrossEntropy(TrainingSet data) : Loss(data)
{
    protected override double Sample(ReadOnlySpan<float> scores, int sample, int batch, Span<float> gradient)
    {
        int label = Data.Inputs.Labels![sample];
        double largest = TensorPrimitives.Max(scores), sum = 0;
        foreach (float score in scores)
            sum += Math.Exp(score - largest);
        for (int i = 0; i < gradient.Length; i++)
            gradient[i] = (float)(((Math.Exp(scores[i] - largest) / sum) - (i == label ? 1 : 0)) / batch);
        return Math.Log(sum) - (scores[label] - largest);
    }
}
