using NNCompress.Data;
using NNCompress.Models;

namespace NNCompress.Engines.Training;

/// <summary>
/// More samples for a network to be taught on by another's answers: each is a blend of two (Zhang et al., "mixup: beyond empirical risk minimization", 2018), and the
/// teacher answers the blend itself (Beyer et al., "Knowledge distillation: a good teacher is patient and consistent", 2022). What the teacher knows by heart it
/// answers alike all over; between the samples its answers tell more of what it computes.
/// </summary>
internal static class BlendedSamples
{
    private static readonly HashSet<string> OfWholeNumbers = ["Cast", "Gather", "GatherElements", "GatherND", "OneHot"];

    /// <summary>Whether what the network reads can be blended: real numbers, not the numbers of words.</summary>
    public static bool Fit(Network network) =>
        network.Inputs is [{ Type: ElementType.Float or ElementType.Half or ElementType.Double } input] && !network.Nodes.Any(n => OfWholeNumbers.Contains(n.OpType) && n.Inputs.Contains(input.Name));

    /// <summary>The samples, then as many blends: of each with another, in parts drawn from 0 to 1.</summary>
    /// <param name="data">Samples. Labels are left out.</param>
    /// <param name="seed">Draws the others and the parts.</param>
    /// <returns>The samples alone where a set cannot hold twice as many.</returns>
    /// <exception cref="NncException">NNC2003: the temporary folder cannot be written.</exception>
    public static Dataset With(Dataset data, int seed)
    {
        int length = data.SampleLength;
        long own = (long)data.Count * length;
        if (own > Array.MaxLength / 2)
            return data;
        StoredNumbers inputs = new(2 * own);
        float[] one = new float[length], other = new float[length];
        Random random = new(seed);
        for (int i = 0; i < data.Count; i++)
        {
            data.CopyInputs(i, 1, one);
            data.CopyInputs(random.Next(data.Count), 1, other);
            inputs.Write((long)i * length, one);
            float part = random.NextSingle();
            for (int k = 0; k < length; k++)
                other[k] = (part * one[k]) + ((1 - part) * other[k]);
            inputs.Write(own + ((long)i * length), other);
        }
        return new Dataset(data.Source, data.SampleShape, inputs, null, data.Scaling);
    }
}
