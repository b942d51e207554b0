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
        float stored = Step(tensor, step);
        int[] levels = new int[tensor.Length];
        for (int i = 0; i < levels.Length; i++)
        {
            double level = Math.Round(tensor.Floats[i] / (double)stored);
            if (!(Math.Abs(level) < LevelModel<RangeDecoder>.MaxLevel))
                throw Bad(tensor, $"weight {i} is {tensor.Floats[i]:R}, which step {stored:R} cannot express: use a coarser step, or the raw coder");
            levels[i] = (int)level;
        }
        return levels;
    }

    /// <summary>The section's content for levels chosen by the caller.</summary>
    /// <exception cref="NncException">NNC2064: the step is not a positive number.</exception>
    public static byte[] Encode(Tensor shapeOf, int[] levels, double step)
    {
        if (levels.Length != shapeOf.Length)
            throw new ArgumentException($"{levels.Length} levels do not fill tensor '{shapeOf.Name}' of {shapeOf.Length} weights.", nameof(levels));
        int rows = QuantisedWeights.Rows(shapeOf.Shape);
        List<byte> output = [];
        if (levels.Length == 0)
            return [.. Head(new LevelScan(0, 0, false), null, Step(shapeOf, step))];
        (LevelScan scan, int[] scanned, int scannedRows, sbyte[]? taps) = Prepare(levels, rows, levels.Length / rows);
        output.AddRange(Head(scan, taps, Step(shapeOf, step)));
        LevelModel<RangeEncoder> model = new(new RangeEncoder(output), levels.Length / scannedRows, scan.Shift, scan.Lag, taps);
        Run(model, scanned, scannedRows);
        model.Coder.Finish(TensorDecoder.LeastBytes(levels.Length));
        return [.. output];
    }

    /// <summary>What <see cref="Encode"/> would spend on a matrix of levels, without the section's head.</summary>
    public static double Bits(int[] levels, int rows, int columns)
    {
        if (levels.Length == 0)
            return 0;
        (LevelScan scan, int[] scanned, int scannedRows, sbyte[]? taps) = Prepare(levels, rows, columns);
        LevelModel<BitCounter> model = new(default, levels.Length / scannedRows, scan.Shift, scan.Lag, taps);
        Run(model, scanned, scannedRows);
        return model.Coder.Bits;
    }

    private static (LevelScan Scan, int[] Scanned, int Rows, sbyte[]? Taps) Prepare(int[] levels, int rows, int columns)
    {
        LevelScan scan = LevelScan.Choose(levels, rows, columns);
        int[] scanned = scan.Transposed ? QuantisedWeights.Transpose(levels, rows, columns) : (int[])levels.Clone();
        int scannedRows = scan.Transposed ? columns : rows;
        return (scan, scanned, scannedRows, PredictionTaps.Fit(scanned, scannedRows, levels.Length / scannedRows, scan.Shift, scan.Lag));
    }

    private static List<byte> Head(LevelScan scan, sbyte[]? taps, float step)
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

    private static void Run<TCoder>(LevelModel<TCoder> model, int[] scanned, int rows)
        where TCoder : struct, IBinaryCoder
    {
        int columns = scanned.Length / rows;
        for (int r = 0; r < rows; r++)
            model.Row(scanned, r * columns);
    }

    private static float Step(Tensor tensor, double step)
    {
        float stored = (float)step;
        return stored > 0 && float.IsFinite(stored) ? stored : throw Bad(tensor, $"the quantisation step is {step:R}: it must be a positive number");
    }

    private static NncException Bad(Tensor tensor, string what) => new("NNC2064", null, $"tensor '{tensor.Name}': {what}.");
}
