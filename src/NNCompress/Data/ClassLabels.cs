namespace NNCompress.Data;

/// <summary>Stored labels as class numbers.</summary>
internal static class ClassLabels
{
    // Floats hold every integer up to here, so what was read is what was stored.
    private const int LargestClass = 1 << 24;

    /// <param name="stored">A class number a sample, [N] or [N, 1], or a one-hot row a sample, [N, classes].</param>
    /// <param name="samples">How many there must be.</param>
    /// <exception cref="NncException">NNC2043: another count, or a value that is no class.</exception>
    public static int[] From(StoredArray stored, int samples)
    {
        if (stored.Shape[0] != samples)
            throw DataError.Labels(stored.Source, $"{stored.Shape[0]} labels for {samples} samples: give inputs and labels of the same set.");
        int width = (int)(stored.Numbers.Length / samples);
        if (stored.Shape.Length > 2 && width > 1)
            throw DataError.Labels(stored.Source, $"the labels have the shape [{string.Join(", ", stored.Shape)}]: give one class number or one one-hot row a sample; or, where these are values that the network is to give, a --metric for such: mse, mae or r2.");
        int[] labels = new int[samples];
        float[] row = new float[width];
        for (int i = 0; i < samples; i++)
        {
            stored.Numbers.Read((long)i * width, row);
            labels[i] = width == 1 ? Class(stored.Source, row[0], i) : OneHot(stored.Source, row, i);
        }
        return labels;
    }

    /// <exception cref="NncException">NNC2043: not a whole number from 0 to 2^24.</exception>
    public static int Class(string source, float value, long sample) => value >= 0 && value <= LargestClass && float.IsInteger(value)
        ? (int)value
        : throw DataError.Labels(source, FormattableString.Invariant($"the label of sample {sample} is {value}: class numbers are whole and count from 0. Where these are values that the network is to give, name a --metric for such: mse, mae or r2."));

    private static int OneHot(string source, ReadOnlySpan<float> row, int sample)
    {
        int hot = row.IndexOf(1f);
        return hot >= 0 && row.Count(0f) == row.Length - 1
            ? hot
            : throw DataError.Labels(source, $"the label row of sample {sample} is not one-hot (a single 1 among {row.Length} values): give class numbers or one-hot rows; or, where these are values that the network is to give, a --metric for such: mse, mae or r2.");
    }
}
