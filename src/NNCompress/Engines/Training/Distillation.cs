using System.Numerics.Tensors;
using NNCompress.Data;
using NNCompress.Models;

namespace NNCompress.Engines.Training;

/// <summary>A network's answers as targets for another (Hinton, Vinyals and Dean, "Distilling the knowledge in a neural network", 2015).</summary>
public static class Distillation
{
    /// <summary>What softens the teacher's answers unless told otherwise.</summary>
    public const double UsualTemperature = 2;

    /// <summary>For each sample share·softmax(z/temperature) + (1 − share)·label, where z are the teacher's scores before its softmax.</summary>
    /// <param name="engine">Runs the teacher.</param>
    /// <param name="teacher">A network whose first output is scores, or their Softmax or LogSoftmax, samples × classes.</param>
    /// <param name="data">Samples; with labels, unless the teacher's share is 1.</param>
    /// <param name="share">0 for the labels alone, 1 for the teacher alone.</param>
    /// <param name="temperature">Above 0; 1 for the teacher's own probabilities, more for softer ones.</param>
    /// <param name="cancellation">Ends the run.</param>
    /// <returns>Samples × classes, rows that sum to 1: for <see cref="TrainingSet.Targets"/>.</returns>
    /// <exception cref="NncException">NNC2043: labels are missing or beyond the outputs; and as for <see cref="IEngine.Evaluate"/>.</exception>
    public static float[] Targets(
        IEngine engine, Network teacher, Dataset data, double share, double temperature = UsualTemperature, CancellationToken cancellation = default)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(share is >= 0 and <= 1, true, nameof(share));
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(temperature);
        int[]? labels = share < 1 ? data.Labels : null;
        if (labels is null && share < 1)
            throw new NncException("NNC2043", data.Source, "the data has no labels, which training needs: give labels beside the samples.");
        Predictions answers = engine.Evaluate(teacher, data, null, cancellation);
        bool probabilities = teacher.Nodes.First(n => n.Outputs.Contains(teacher.Outputs[0].Name)).OpType == "Softmax";
        float[] targets = [];
        for (int i = 0; i < answers.Count; i++)
        {
            ReadOnlySpan<float> row = answers.Row(i);
            if (i == 0)
                targets = new float[answers.Count * row.Length];
            if (labels is not null && (labels[i] < 0 || labels[i] >= row.Length))
                throw new NncException("NNC2043", data.Source, $"the label of sample {i} is {labels[i]}, but the network has {row.Length} outputs: classes count from 0 to {row.Length - 1}.");
            Span<float> target = targets.AsSpan(i * row.Length, row.Length);
            for (int c = 0; c < row.Length; c++)
                target[c] = (float)((probabilities ? Math.Log(Math.Max(row[c], float.Epsilon)) : row[c]) / temperature);
            TensorPrimitives.SoftMax(target, target);
            TensorPrimitives.Multiply(target, (float)share, target);
            if (labels is not null)
                target[labels[i]] += (float)(1 - share);
        }
        return targets;
    }
}
