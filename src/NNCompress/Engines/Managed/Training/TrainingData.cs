using NNCompress.Engines.Training;

namespace NNCompress.Engines.Managed.Training;

/// <summary>Whether data has what a loss needs.</summary>
internal static class TrainingData
{
    /// <exception cref="NncException">NNC2043: labels are missing, or name classes beyond the network's outputs.</exception>
    /// <exception cref="ArgumentException">Targets of another length than samples times outputs.</exception>
    public static void Check(TrainingSet data, int width)
    {
        if (data.Targets is not null && data.Targets.Length != (long)data.Inputs.Count * width)
            throw new ArgumentException($"{data.Targets.Length} targets for {data.Inputs.Count} samples of {width} outputs.", nameof(data));
        if (data.Targets is not null)
            return;
        if (data.Inputs.Labels is not { } labels)
            throw new NncException("NNC2043", data.Inputs.Source, "the data has no labels, which training needs: give labels beside the samples.");
        int wrong = Array.FindIndex(labels, label => label < 0 || label >= width);
        if (wrong >= 0)
            throw new NncException("NNC2043", data.Inputs.Source, $"the label of sample {wrong} is {labels[wrong]}, but the network has {width} outputs: classes count from 0 to {width - 1}.");
    }
}
