using System.Buffers.Binary;
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
        int columns = levels.Length / rows;
        LevelScan scan = LevelScan.Choose(levels, rows, columns);
        byte[] header = new byte[4];
        BinaryPrimitives.WriteSingleLittleEndian(header, Step(shapeOf, step));
        List<byte> output = [.. header, (byte)(scan.Shift | (scan.Transposed ? QuantisedWeights.TransposedFlag : 0))];
        if (scan.Lag > 127)
            output.Add((byte)(scan.Lag | 128));
        output.Add((byte)(scan.Lag > 127 ? scan.Lag >> 7 : scan.Lag));
        List<byte> coded = [];
        LevelModel<RangeEncoder> model = new(new RangeEncoder(coded), scan.Shift, scan.Lag);
        Run(model, scan, levels, rows, columns);
        model.Coder.Finish();
        output.AddRange(coded);
        return [.. output];
    }

    /// <summary>What <see cref="Encode"/> would spend on a matrix of levels.</summary>
    public static double Bits(int[] levels, int rows, int columns)
    {
        LevelScan scan = LevelScan.Choose(levels, rows, columns);
        LevelModel<BitCounter> model = new(default, scan.Shift, scan.Lag);
        Run(model, scan, levels, rows, columns);
        return model.Coder.Bits;
    }

    private static void Run<TCoder>(LevelModel<TCoder> model, LevelScan scan, int[] levels, int rows, int columns)
        where TCoder : struct, IBinaryCoder
    {
        if (scan.Transposed)
            model.Run(QuantisedWeights.Transpose(levels, rows, columns), columns, rows);
        else
            model.Run((int[])levels.Clone(), rows, columns);
    }

    private static float Step(Tensor tensor, double step)
    {
        float stored = (float)step;
        return stored > 0 && float.IsFinite(stored) ? stored : throw Bad(tensor, $"the quantisation step is {step:R}: it must be a positive number");
    }

    private static NncException Bad(Tensor tensor, string what) => new("NNC2064", null, $"tensor '{tensor.Name}': {what}.");
}
