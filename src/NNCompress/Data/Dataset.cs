using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace NNCompress.Data;

/// <summary>
/// Samples, scaled and ready to feed, with or without labels. What a file held waits in the temporary folder where it is more than some megabytes. Parts of a dataset
/// share its samples with it.
/// </summary>
public sealed class Dataset
{
    private readonly StoredNumbers store;

    // Where each sample is in the store, in samples; null where they follow each other from the start on.
    private readonly int[]? places;
    private readonly int start;

    /// <param name="source">Where the data came from, for messages and the report.</param>
    /// <param name="sampleShape">Shape of one sample as stored, for example [28, 28].</param>
    /// <param name="inputs">Count × product of <paramref name="sampleShape"/> scaled values, row-major.</param>
    /// <param name="labels">A class number a sample, or null.</param>
    /// <param name="scaling">What was done to the stored values.</param>
    /// <param name="targets">Values that a network is to give, as many for each sample, row-major; or null.</param>
    public Dataset(string source, int[] sampleShape, float[] inputs, int[]? labels, Scaling scaling, float[]? targets = null)
        : this(source, sampleShape, new StoredNumbers(inputs), labels, scaling, targets)
    {
    }

    internal Dataset(string source, int[] sampleShape, StoredNumbers inputs, int[]? labels, Scaling scaling, float[]? targets = null)
    {
        (Source, SampleShape, Labels, Scaling, Targets, store) = (source, sampleShape, labels, scaling, targets, inputs);
        SampleLength = sampleShape.Aggregate(1, (product, d) => checked(product * d));
        if (SampleLength == 0 || inputs.Length % SampleLength != 0)
            throw new ArgumentException($"{inputs.Length} values are no whole number of samples of {SampleLength}.", nameof(inputs));
        Count = (int)(inputs.Length / SampleLength);
        if (labels is not null && labels.Length != Count)
            throw new ArgumentException($"{labels.Length} labels for {Count} samples.", nameof(labels));
        if (targets is not null && (targets.Length == 0 || targets.Length % Count != 0))
            throw new ArgumentException($"{targets.Length} target values for {Count} samples.", nameof(targets));
    }

    /// <summary>A part of another.</summary>
    private Dataset(Dataset whole, int start, int count, int[]? places, int[]? labels, float[]? targets)
    {
        (Source, SampleShape, SampleLength, Scaling, store) = (whole.Source, whole.SampleShape, whole.SampleLength, whole.Scaling, whole.store);
        (this.start, Count, this.places, Labels, Targets) = (start, count, places, labels, targets);
    }

    public string Source { get; }

    public int Count { get; }

    public int[] SampleShape { get; }

    public int SampleLength { get; }

    /// <summary>Count × <see cref="SampleLength"/> values, row-major, for sets that fit into memory: where they lie, if they lie there together, else copied each time.</summary>
    public float[] Inputs
    {
        get
        {
            if (places is null && store.Length == (long)Count * SampleLength)
                return store.ToArray();
            float[] own = new float[checked(Count * SampleLength)];
            CopyInputs(0, Count, own);
            return own;
        }
    }

    /// <summary>A class number a sample, where classes were read; else null.</summary>
    public int[]? Labels { get; }

    /// <summary><see cref="TargetLength"/> values a sample, row-major, where values were read; else null.</summary>
    public float[]? Targets { get; }

    public int TargetLength => Targets is null ? 0 : Targets.Length / Count;

    public Scaling Scaling { get; }

    /// <summary>Copies the values of consecutive samples.</summary>
    /// <param name="first">The first sample.</param>
    /// <param name="count">How many.</param>
    /// <param name="target">Its first <paramref name="count"/> × <see cref="SampleLength"/> elements are written, row-major.</param>
    public void CopyInputs(int first, int count, Span<float> target)
    {
        for (int done = 0, together; done < count; done += together)
        {
            int place = PlaceOf(first + done);
            // What lies together is read together.
            for (together = 1; done + together < count && PlaceOf(first + done + together) == place + together;)
                together++;
            store.Read((long)place * SampleLength, target.Slice(done * SampleLength, together * SampleLength));
        }
    }

    /// <summary>Adds the values of all samples to a digest.</summary>
    internal void AppendTo(IncrementalHash hash)
    {
        float[] sample = new float[SampleLength];
        for (int i = 0; i < Count; i++)
        {
            CopyInputs(i, 1, sample);
            hash.AppendData(MemoryMarshal.AsBytes<float>(sample));
        }
    }

    /// <summary>The samples at <paramref name="indices"/>, in that order.</summary>
    public Dataset Select(ReadOnlySpan<int> indices)
    {
        int[] chosen = new int[indices.Length];
        int[]? labels = Labels is null ? null : new int[indices.Length];
        float[]? targets = Targets is null ? null : new float[checked(indices.Length * TargetLength)];
        for (int i = 0; i < indices.Length; i++)
        {
            chosen[i] = PlaceOf(indices[i]);
            if (labels is not null)
                labels[i] = Labels![indices[i]];
            Targets?.AsSpan(indices[i] * TargetLength, TargetLength).CopyTo(targets.AsSpan(i * TargetLength));
        }
        return new Dataset(this, 0, chosen.Length, chosen, labels, targets);
    }

    /// <summary>Consecutive samples.</summary>
    public Dataset Range(int start, int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(start);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, Count - start);
        return new Dataset(
            this, places is null ? this.start + start : 0, count, places?[start..(start + count)], Labels?[start..(start + count)], Targets?[(start * TargetLength)..((start + count) * TargetLength)]);
    }

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

    private int PlaceOf(int sample)
    {
        if ((uint)sample >= (uint)Count)
            throw new ArgumentOutOfRangeException(nameof(sample), sample, $"There are {Count} samples.");
        return places is null ? start + sample : places[sample];
    }

    private int[] Shuffled(int seed)
    {
        int[] order = [.. Enumerable.Range(0, Count)];
        new Random(seed).Shuffle(order);
        return order;
    }
}
