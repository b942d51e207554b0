using System.Numerics.Tensors;
using NNCompress.Models;

namespace NNCompress.Engines.Training;

/// <summary>Loss and accuracy of a network as evaluation runs it.</summary>
internal static class Validation
{
    /// <returns>Mean loss a sample, and percent of samples whose largest score is that of their label (NaN without labels).</returns>
    public static (double Loss, double Accuracy) Of(IEngine engine, Network network, TrainingSet data, LossKind loss, CancellationToken cancellation)
    {
        Predictions predictions = engine.Evaluate(network, data.Inputs, null, cancellation);
        Node? last = network.Nodes.FirstOrDefault(n => n.Outputs.Contains(network.Outputs[0].Name));
        double sum = 0;
        int correct = 0;
        for (int i = 0; i < predictions.Count; i++)
        {
            ReadOnlySpan<float> row = predictions.Row(i);
            int label = data.Inputs.Labels?[i] ?? -1;
            if (label >= 0 && predictions.Class(i) == label)
                correct++;
            sum += loss == LossKind.CrossEntropy ? CrossEntropy(row, label, data.Targets, i, last?.OpType) : SquaredError(row, label, data.Targets, i);
        }
        return (sum / predictions.Count, data.Inputs.Labels is null ? double.NaN : 100.0 * correct / predictions.Count);
    }

    private static double CrossEntropy(ReadOnlySpan<float> row, int label, float[]? targets, int sample, string? last)
    {
        if (targets is null)
            return label < 0 || label >= row.Length ? double.NaN : -LogProbability(row, label, last);
        double sum = 0;
        for (int i = 0; i < row.Length; i++)
            sum -= targets[(sample * row.Length) + i] * LogProbability(row, i, last);
        return sum;
    }

    private static double LogProbability(ReadOnlySpan<float> row, int index, string? last)
    {
        if (last is "Softmax")
            return Math.Log(Math.Max(row[index], float.Epsilon));
        double largest = TensorPrimitives.Max(row), sum = 0;
        foreach (float score in row)
            sum += Math.Exp(score - largest);
        return row[index] - largest - Math.Log(sum);
    }

    private static double SquaredError(ReadOnlySpan<float> row, int label, float[]? targets, int sample)
    {
        double sum = 0;
        for (int i = 0; i < row.Length; i++)
        {
            double difference = row[i] - (targets is not null ? targets[(sample * row.Length) + i] : label == i ? 1 : 0);
            sum += difference * difference;
        }
        return sum / row.Length;
    }
}
