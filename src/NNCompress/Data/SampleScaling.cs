namespace NNCompress.Data;

/// <summary>Brings stored numbers to what a network was trained on: divided, the mean taken off, divided by the deviation.</summary>
internal static class SampleScaling
{
    // Few enough for a processor's cache.
    private const int BlockNumbers = 1 << 16;

    /// <summary>The options, held against the data.</summary>
    /// <exception cref="NncException">NNC2044: they do not fit.</exception>
    public static Scaling Of(StoredArray inputs, DataOptions options)
    {
        double divisor = options.Divisor ?? (inputs.IsBytes ? 255 : 1);
        if (divisor == 0 || !double.IsFinite(divisor))
            throw DataError.Options(inputs.Source, FormattableString.Invariant($"values cannot be divided by {divisor}: give a divisor that is finite and not 0."));
        Check("mean", options.Mean);
        Check("std", options.Std);
        if (options.Std.Contains(0))
            throw DataError.Options(inputs.Source, "a std of 0 cannot divide: give the deviation of each channel.");
        return new Scaling(divisor, options.Mean, options.Std);

        void Check(string name, IReadOnlyList<double> values)
        {
            int channels = inputs.Shape[1];
            if (values.Count > 1 && values.Count != channels)
                throw DataError.Options(inputs.Source, $"{values.Count} values of {name} for {channels} channels: give one, or one a channel (a sample's first dimension).");
            if (!values.All(double.IsFinite))
                throw DataError.Options(inputs.Source, $"a value of {name} is not finite: give numbers.");
        }
    }

    /// <summary>Scales the numbers where they are.</summary>
    /// <exception cref="NncException">NNC2047: a value that is not finite after scaling.</exception>
    public static void Apply(StoredArray inputs, Scaling scaling)
    {
        int samples = inputs.Shape[0], channels = inputs.Shape[1], sampleLength = (int)(inputs.Numbers.Length / samples);
        int together = Math.Clamp(BlockNumbers / sampleLength, 1, samples);
        float[] block = new float[together * sampleLength];
        for (int first = 0; first < samples; first += together)
        {
            Span<float> values = block.AsSpan(0, Math.Min(together, samples - first) * sampleLength);
            long start = (long)first * sampleLength;
            inputs.Numbers.Read(start, values);
            Scale(inputs.Source, values, first, sampleLength, channels, scaling);
            inputs.Numbers.Write(start, values);
        }
    }

    private static void Scale(string source, Span<float> values, int firstSample, int sampleLength, int channels, Scaling scaling)
    {
        int channelLength = sampleLength / channels;
        for (int start = 0; start < values.Length; start += channelLength)
        {
            int channel = start / channelLength % channels;
            double mean = At(scaling.Mean, channel, 0), std = At(scaling.Std, channel, 1);
            foreach (ref float value in values.Slice(start, channelLength))
            {
                value = (float)((value / scaling.Divisor - mean) / std);
                if (!float.IsFinite(value))
                    throw DataError.NotFinite(source, firstSample + (start / sampleLength), value);
            }
        }
    }

    private static double At(IReadOnlyList<double> values, int channel, double otherwise) => values.Count switch
    {
        0 => otherwise,
        1 => values[0],
        _ => values[channel],
    };
}
