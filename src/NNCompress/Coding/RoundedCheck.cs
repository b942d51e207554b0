using NNCompress.Models;
using NNCompress.Runtime;

namespace NNCompress.Coding;

/// <summary>Where a section is decoded to be compared with the weights that it was made of, in whatever order they come.</summary>
/// <param name="weights">The original.</param>
/// <param name="step">Of their levels; 0 where they are to be the same.</param>
internal sealed class RoundedCheck(StoredWeights weights, float step) : WeightTarget([])
{
    private float[] original = [];
    private int[] levels = [];

    /// <summary>Weights that were seen.</summary>
    public long Seen { get; private set; }

    /// <exception cref="InvalidDataException">A weight is not what its level stands for.</exception>
    public override void Write(float[] source, int from, int count, int at)
    {
        if (original.Length < count)
            (original, levels) = (new float[count], new int[count]);
        weights.Read(at, original.AsSpan(0, count));
        if (step > 0)
        {
            QuantisedCoder.Quantise(weights.Name, at, original.AsSpan(0, count), step, levels);
            for (int i = 0; i < count; i++)
                original[i] = QuantisedWeights.Value(levels[i], step);
        }
        if (!source.AsSpan(from, count).SequenceEqual(original.AsSpan(0, count)))
            throw new InvalidDataException($"Weights of tensor '{weights.Name}' from {at} on do not decode to what was encoded.");
        Seen += count;
    }
}
