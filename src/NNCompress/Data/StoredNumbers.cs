namespace NNCompress.Data;

/// <summary>The numbers of a set of samples, one after another: in memory where they are few, else in a temporary file, so that memory does not grow with the data.</summary>
/// <remarks>Several threads may read at a time, or write different places.</remarks>
internal sealed class StoredNumbers
{
    /// <summary>Numbers that may stay in memory: 16 MiB of them.</summary>
    public const int MostInMemory = 1 << 22;

    private readonly int most;
    private float[] held = [];
    private TemporaryFile? file;

    /// <summary>None yet.</summary>
    /// <param name="most">Numbers that may stay in memory.</param>
    public StoredNumbers(int most = MostInMemory) => this.most = most;

    /// <summary>Numbers that are in memory already, and stay there.</summary>
    public StoredNumbers(float[] values) => (held, Length, most) = (values, values.Length, values.Length);

    /// <summary>Zeros, to be overwritten.</summary>
    /// <exception cref="NncException">NNC2003: the temporary folder cannot be written.</exception>
    public StoredNumbers(long length, int most = MostInMemory)
        : this(most)
    {
        Length = length;
        if (length <= most)
            held = new float[length];
        else
            file = new TemporaryFile();
    }

    public long Length { get; private set; }

    /// <exception cref="NncException">NNC2003: the temporary folder cannot be written.</exception>
    public void Append(ReadOnlySpan<float> values)
    {
        long start = Length, length = start + values.Length;
        if (file is null && length > most)
        {
            file = new TemporaryFile();
            file.Write<float>(0, held.AsSpan(0, (int)start));
            held = [];
        }
        else if (file is null && length > held.Length)
        {
            Array.Resize(ref held, (int)Math.Min(most, Math.Max(length, 2L * held.Length)));
        }
        Length = length;
        Write(start, values);
    }

    /// <param name="start">The first number that is overwritten.</param>
    /// <param name="values">What it and those behind it become.</param>
    /// <exception cref="NncException">NNC2003: the temporary folder cannot be written.</exception>
    public void Write(long start, ReadOnlySpan<float> values)
    {
        CheckRange(start, values.Length);
        if (file is null)
            values.CopyTo(held.AsSpan((int)start));
        else
            file.Write(start * sizeof(float), values);
    }

    /// <param name="start">The first number.</param>
    /// <param name="target">Filled.</param>
    public void Read(long start, Span<float> target)
    {
        CheckRange(start, target.Length);
        if (file is null)
            held.AsSpan((int)start, target.Length).CopyTo(target);
        else
            file.Read(start * sizeof(float), target);
    }

    /// <summary>All of them: where they lie, if they lie in memory.</summary>
    public float[] ToArray()
    {
        if (file is null && held.Length == Length)
            return held;
        float[] all = new float[Length];
        Read(0, all);
        return all;
    }

    private void CheckRange(long start, int length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(start);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(start + length, Length, nameof(start));
    }
}
