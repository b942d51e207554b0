using NNCompress.Models;
using NNCompress.Runtime;

namespace NNCompress.Coding;

/// <summary>Uniform quantisation and adaptive binary arithmetic coding (FORMAT.md, coder 2).</summary>
internal static class QuantisedCoder
{
    /// <summary>The nearest level of every weight.</summary>
    /// <exception cref="NncException">NNC2064: a weight is not a number, or the step is too fine for it.</exception>
    public static int[] Quantise(Tensor tensor, double step)
    {
        int[] levels = LargeMemory.New<int>(tensor.Length);
        Quantise(tensor.Name, 0, tensor.Floats, Step(tensor.Name, step), levels);
        return levels;
    }

    /// <summary>The nearest levels of some weights.</summary>
    /// <param name="name">The tensor's, for messages.</param>
    /// <param name="first">Index of the first of them.</param>
    /// <param name="weights">What to quantise.</param>
    /// <param name="step">As it is stored.</param>
    /// <param name="levels">As many, or more of which the first are filled.</param>
    /// <exception cref="NncException">NNC2064: a weight is not a number, or the step is too fine for it.</exception>
    public static void Quantise(string name, int first, ReadOnlySpan<float> weights, float step, Span<int> levels)
    {
        for (int i = 0; i < weights.Length; i++)
        {
            double level = Math.Round(weights[i] / (double)step);
            if (!(Math.Abs(level) < LevelModel<RangeDecoder>.MaxLevel))
                throw Bad(name, $"weight {first + i} is {weights[i]:R}, which step {step:R} cannot express: use a coarser step, or the raw coder");
            levels[i] = (int)level;
        }
    }

    /// <summary>The section's content for levels chosen by the caller.</summary>
    /// <exception cref="NncException">NNC2064: the step is not a positive number.</exception>
    /// <exception cref="ArgumentException">The levels do not fill the shape.</exception>
    public static byte[] Encode(string name, int[] shape, int[] levels, double step)
    {
        if (levels.Length != shape.Aggregate(1, (product, d) => product * d))
            throw new ArgumentException($"{levels.Length} levels do not fill tensor '{name}' of shape [{string.Join(',', shape)}].", nameof(levels));
        int rows = QuantisedWeights.Rows(shape);
        List<byte> output = [];
        if (levels.Length == 0)
            return [.. Head(new LevelScan(0, 0, false), null, Step(name, step))];
        (LevelScan scan, LevelMatrix scanned, sbyte[]? taps) = Prepare(levels, rows, levels.Length / rows);
        output.AddRange(Head(scan, taps, Step(name, step)));
        LevelModel<RangeEncoder> model = new(new RangeEncoder(output), scanned.Columns, scan.Shift, scan.Lag, taps);
        Run(model, scanned);
        model.Coder.Finish(TensorDecoder.LeastBytes(levels.Length));
        return [.. output];
    }

    /// <summary>What <see cref="Encode"/> would spend on a matrix of levels, without the section's head.</summary>
    public static double Bits(int[] levels, int rows, int columns)
    {
        if (levels.Length == 0)
            return 0;
        (LevelScan scan, LevelMatrix scanned, sbyte[]? taps) = Prepare(levels, rows, columns);
        LevelModel<BitCounter> model = new(default, scanned.Columns, scan.Shift, scan.Lag, taps);
        Run(model, scanned);
        return model.Coder.Bits;
    }

    private static (LevelScan Scan, LevelMatrix Scanned, sbyte[]? Taps) Prepare(int[] levels, int rows, int columns)
    {
        LevelScan scan = LevelScan.Choose(levels, rows, columns);
        LevelMatrix scanned = new(levels, rows, columns, scan.Transposed);
        return (scan, scanned, PredictionTaps.Fit(scanned, scan.Shift, scan.Lag));
    }

    internal static List<byte> Head(LevelScan scan, sbyte[]? taps, float step)
    {
        uint pattern = BitConverter.SingleToUInt32Bits(step);
        bool brief = (ushort)pattern == 0;
        List<byte> head =
        [
            (byte)(scan.Shift | (scan.Transposed ? QuantisedHead.TransposedFlag : 0) | (taps is null ? 0 : QuantisedHead.TapsFlag)
                | (brief ? QuantisedHead.ShortStepFlag : 0) | (scan.Lag > 0 ? QuantisedHead.LagFlag : 0)),
        ];
        for (int shift = brief ? 16 : 0; shift < 32; shift += 8)
            head.Add((byte)(pattern >> shift));
        if (scan.Lag > 127)
            head.Add((byte)(scan.Lag | 128));
        if (scan.Lag > 0)
            head.Add((byte)(scan.Lag > 127 ? scan.Lag >> 7 : scan.Lag));
        foreach (sbyte tap in taps ?? [])
            head.Add((byte)tap);
        return head;
    }

    private static void Run<TCoder>(LevelModel<TCoder> model, LevelMatrix scanned)
        where TCoder : struct, IBinaryCoder
    {
        // The model writes into what it is given.
        int[] row = new int[scanned.Columns];
        for (int r = 0; r < scanned.Rows; r++)
        {
            scanned[r].CopyTo(row);
            model.Row(row, 0);
        }
    }

    /// <summary>The step as it is stored.</summary>
    /// <exception cref="NncException">NNC2064: it is not a positive number.</exception>
    public static float Step(string name, double step)
    {
        float stored = (float)step;
        return stored > 0 && float.IsFinite(stored) ? stored : throw Bad(name, $"the quantisation step is {step:R}: it must be a positive number");
    }

    private static NncException Bad(string name, string what) => new("NNC2064", null, $"tensor '{name}': {what}.");
}
