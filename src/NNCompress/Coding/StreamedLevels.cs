using NNCompress.Models;
using NNCompress.Runtime;

namespace NNCompress.Coding;

/// <summary>
/// Quantised sections (FORMAT.md, coder 2) of weights that are read part by part: beside the section itself it takes memory for some rows. Up to
/// <see cref="Sampled"/> weights, the section is the same as <see cref="QuantisedCoder"/>'s; how greater matrices are scanned is chosen by so many weights
/// from their middle.
/// </summary>
internal sealed class StreamedLevels
{
    /// <summary>Weights that the choice of scan looks at.</summary>
    public const int Sampled = 1 << 22;

    // Rows longer than this are not kept; columns longer than the other are not read.
    private const int MaxRow = 1 << 20, MaxColumn = 1 << 18;

    private readonly StoredWeights weights;
    private readonly float step;
    private readonly int sampled;
    private readonly int rows;
    private readonly int columns;
    private readonly Action<int> progress;

    /// <param name="weights">At least one.</param>
    /// <param name="step">In the weights' unit.</param>
    /// <param name="progress">Told of each so many weights that are coded; may throw to stop the work.</param>
    /// <param name="sampled"><see cref="Sampled"/>, but in tests.</param>
    /// <exception cref="NncException">NNC2064: the step is not a positive number.</exception>
    public StreamedLevels(StoredWeights weights, double step, Action<int> progress, int sampled = Sampled)
    {
        (this.weights, this.progress, this.sampled) = (weights, progress, sampled);
        this.step = QuantisedCoder.Step(weights.Name, step);
        rows = QuantisedWeights.Rows(weights.Shape);
        columns = weights.Length / rows;
    }

    /// <summary>The section, and the CRC-32 that the weights will have in the ONNX file.</summary>
    /// <exception cref="NncException">NNC2064: a weight is not a number, or the step is too fine for it. NNC2141: the section would be too long.</exception>
    public (List<byte> Section, uint DecodedChecksum) Encode()
    {
        (LevelScan scan, sbyte[]? taps) = Choose();
        // Five bits a weight are common; what is more or less moves the list once.
        int expected = (int)Math.Min(Array.MaxLength, weights.Length * 5L / 8 + 64);
        LargeMemory.Make(expected);
        List<byte> output = new(expected);
        output.AddRange(QuantisedCoder.Head(scan, taps, step));
        LevelModel<RangeEncoder> model = new(new RangeEncoder(output), scan.Transposed ? rows : columns, scan.Shift, scan.Lag, taps);
        uint checksum;
        try
        {
            checksum = EncodeRows(scan.Transposed ? null : model);
            if (scan.Transposed)
                EncodeColumns(model);
            model.Coder.Finish(TensorDecoder.LeastBytes(weights.Length));
        }
        catch (OutOfMemoryException e) when (output.Capacity > Array.MaxLength / 2)
        {
            throw TooLong(weights, e);
        }
        model.Release();
        return (output, checksum);
    }

    internal static NncException TooLong(StoredWeights weights, Exception? cause = null) => new(
        "NNC2141", null, $"tensor '{weights.Name}' of {weights.Length} weights needs a section of more than {TensorBytes.LongestField} bytes, which is the limit: use a coarser step.", cause);

    private (LevelScan Scan, sbyte[]? Taps) Choose()
    {
        int wide = Math.Min(columns, sampled), high = Math.Min(rows, Math.Max(1, sampled / wide));
        // What is chosen looks at them in either order, and at predictions.
        LargeMemory.Make(4L * wide * high * sizeof(int));
        int[] levels = new int[wide * high];
        float[] row = new float[wide];
        int top = (rows - high) / 2, left = (columns - wide) / 2;
        for (int r = 0; r < high; r++)
        {
            weights.Read((top + r) * columns + left, row);
            QuantisedCoder.Quantise(weights.Name, (top + r) * columns + left, row, step, levels.AsSpan(r * wide, wide));
        }
        LevelScan scan = LevelScan.Choose(levels, high, wide);
        if (weights.Length > sampled)
        {
            bool transposed = columns > MaxRow || (scan.Transposed && rows <= MaxColumn);
            scan = transposed == scan.Transposed ? scan : scan with { Transposed = transposed, Lag = 0 };
            // A lag is shorter than a scanned row.
            scan = scan.Lag < (transposed ? rows : columns) ? scan : scan with { Lag = 0 };
        }
        return (scan, PredictionTaps.Fit(new LevelMatrix(levels, high, wide, scan.Transposed), scan.Shift, scan.Lag));
    }

    /// <summary>Reads row by row; codes, where there is a model for that; sums up what a decoder will make of it.</summary>
    private uint EncodeRows(LevelModel<RangeEncoder>? model)
    {
        WeightChecksum sum = new(weights.Type);
        int wide = model is null ? Math.Min(columns, MaxRow) : columns;
        float[] row = new float[wide];
        int[] levels = new int[wide];
        for (int r = 0; r < rows; r++)
        {
            for (int c = 0; c < columns; c += wide)
            {
                int count = Math.Min(wide, columns - c), at = r * columns + c;
                weights.Read(at, row.AsSpan(0, count));
                QuantisedCoder.Quantise(weights.Name, at, row.AsSpan(0, count), step, levels);
                for (int i = 0; i < count; i++)
                    row[i] = QuantisedWeights.Value(levels[i], step);
                sum.Append(row, count);
            }
            if (model is null)
                continue;
            model.Row(levels, 0);
            progress(columns);
        }
        return sum.Value;
    }

    private void EncodeColumns(LevelModel<RangeEncoder> model)
    {
        int most = Math.Clamp(sampled / rows, 1, columns);
        float[] part = new float[most];
        LargeMemory.Make((long)most * rows * sizeof(int));
        int[] read = new int[most], levels = new int[most * rows];
        for (int first = 0; first < columns; first += most)
        {
            int count = Math.Min(most, columns - first);
            for (int r = 0; r < rows; r++)
            {
                weights.Read(r * columns + first, part.AsSpan(0, count));
                QuantisedCoder.Quantise(weights.Name, r * columns + first, part.AsSpan(0, count), step, read);
                for (int c = 0; c < count; c++)
                    levels[c * rows + r] = read[c];
            }
            for (int c = 0; c < count; c++)
                model.Row(levels, c * rows);
            progress(count * rows);
        }
    }
}
