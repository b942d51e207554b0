namespace NNCompress.Data;

/// <summary>Stored labels as numbers that a network is to give.</summary>
internal static class TargetValues
{
    /// <param name="stored">As many values for each sample, [N] or [N, …]; they are taken as they are, without scaling.</param>
    /// <param name="samples">How many samples there must be.</param>
    /// <exception cref="NncException">NNC2043: another count. NNC2047: a value that is not finite.</exception>
    public static float[] From(StoredArray stored, int samples)
    {
        if (stored.Shape[0] != samples)
            throw DataError.Labels(stored.Source, $"{stored.Shape[0]} rows of targets for {samples} samples: give inputs and targets of the same set.");
        float[] values = stored.Numbers.ToArray();
        int width = values.Length / samples;
        for (int i = 0; i < values.Length; i++)
            Check(stored.Source, values[i], i / width);
        return values;
    }

    /// <exception cref="NncException">NNC2047: not finite.</exception>
    public static float Check(string source, float value, long sample) => float.IsFinite(value) ? value : throw DataError.TargetNotFinite(source, sample, value);
}
