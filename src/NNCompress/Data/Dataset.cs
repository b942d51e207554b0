namespace NNCompress.Data;

/// <summary>Samples in memory, scaled and ready to feed, with or without labels.</summary>
public sealed class Dataset
{
    /// <param name="source">Where the data came from, for messages and the report.</param>
    /// <param name="sampleShape">Shape of one sample as stored, for example [28, 28].</param>
    /// <param name="inputs">Count × product of <paramref name="sampleShape"/> scaled values, row-major.</param>
    /// <param name="labels">A class number a sample, or null.</param>
    /// <param name="scaling">What was done to the stored values.</param>
    /// <param name="targets">Values that a network is to give, as many for each sample, row-major; or null.</param>
    public Dataset(string source, int[] sampleShape, float[] inputs, int[]? labels, Scaling scaling, float[]? targets = null)
    {
        SampleLength = sampleShape.Aggregate(1, (product, d) => checked(product * d));
        if (SampleLength == 0 || inputs.Length % SampleLength != 0)
            throw new ArgumentException($"{inputs.Length} values are no whole number of samples of {SampleLength}.", nameof(inputs));
        Count = inputs.Length / SampleLength;
        if (labels is not null && labels.Length != Count)
            throw new ArgumentException($"{labels.Length} labels for {Count} samples.", nameof(labels));
        if (targets is not null && (targets.Length == 0 || targets.Length % Count != 0))
            throw new ArgumentException($"{targets.Length} target values for {Count} samples.", nameof(targets));
        (Source, SampleShape, Inputs, Labels, Scaling, Targets) = (source, sampleShape, inputs, labels, scaling, targets);
    }

    public string Source { get; }

    public int Count { get; }

    public int[] SampleShape { get; }

    public int SampleLength { get; }

    public float[] Inputs { get; }

    /// <summary>A class number a sample, where classes were read; else null.</summary>
    public int[]? Labels { get; }

    /// <summary><see cref="TargetLength"/> values a sample, row-major, where values were read; else null.</summary>
    public float[]? Targets { get; }

    public int TargetLength => Targets is null ? 0 : Targets.Length / Count;

    public Scaling Scaling { get; }

    /// <summary>The samples at <paramref name="indices"/>, in that order.</summary>
    public Dataset Select(ReadOnlySpan<int> indices)
    {
        float[] inputs = new float[checked(indices.Length * SampleLength)];
        int[]? labels = Labels is null ? null : new int[indices.Length];
        float[]? targets = Targets is null ? null : new float[checked(indices.Length * TargetLength)];
        for (int i = 0; i < indices.Length; i++)
        {
            Inputs.AsSpan(indices[i] * SampleLength, SampleLength).CopyTo(inputs.AsSpan(i * SampleLength));
            if (labels is not null)
                labels[i] = Labels![indices[i]];
            Targets?.AsSpan(indices[i] * TargetLength, TargetLength).CopyTo(targets.AsSpan(i * TargetLength));
        }
        return new Dataset(Source, SampleShape, inputs, labels, Scaling, targets);
    }

    /// <summary>Consecutive samples.</summary>
    public Dataset Range(int start, int count) => new(
        Source, SampleShape, Inputs[(start * SampleLength)..((start + count) * SampleLength)], Labels?[start..(start + count)], Scaling,
        Targets?[(start * TargetLength)..((start + count) * TargetLength)]);

    /// <summary>At most <paramref name="count"/> samples, drawn without replacement by <paramref name="seed"/>; the order of the file is kept.</summary>
    public Dataset Sample(int count, int seed)
    {
        if (count >= Count)
            return this;
        int[] chosen = Shuffled(seed)[..count];
        Array.Sort(chosen);
        return Select(chosen);
    }

    /// <summary>Two disjoint halves, drawn by <paramref name="seed"/>.</summary>
    public (Dataset First, Dataset Second) Split(int seed) => Split(Count / 2, seed);

    /// <summary>Two disjoint parts, drawn by <paramref name="seed"/>: <paramref name="count"/> samples, and the others; the order of the file is kept.</summary>
    public (Dataset First, Dataset Second) Split(int count, int seed)
    {
        int[] order = Shuffled(seed);
        int[] first = order[..count], second = order[count..];
        Array.Sort(first);
        Array.Sort(second);
        return (Select(first), Select(second));
    }

    private int[] Shuffled(int seed)
    {
        int[] order = [.. Enumerable.Range(0, Count)];
        new Random(seed).Shuffle(order);
        return order;
    }
}
