using System.Numerics.Tensors;
using NNCompress.Models;

namespace NNCompress.Engines.Managed.Operators;

/// <summary>
/// y = saturate(round(x / scale) + zero point), half to even (ONNX operator QuantizeLinear). The integers stay floats: each of up to 16 bits is
/// one exactly.
/// </summary>
internal sealed class QuantizeLinear : Kernel
{
    private const int Piece = 2048;

    private readonly ScaleBlocks blocks;
    private readonly (float Low, float High) range;

    private QuantizeLinear(ScaleBlocks blocks, (float Low, float High) range)
        : base(blocks.Reads) => (this.blocks, this.range) = (blocks, range);

    public override bool InPlace => true;

    public static Kernel Compile(OperatorContext c)
    {
        ScaleBlocks blocks = ScaleBlocks.Of(c);
        ElementType type = c.Node.Input(2) is null ? (ElementType)c.Node.Int("output_dtype", (int)ElementType.UInt8) : blocks.Type;
        return new QuantizeLinear(blocks, type switch
        {
            ElementType.UInt8 => (byte.MinValue, byte.MaxValue),
            ElementType.Int8 => (sbyte.MinValue, sbyte.MaxValue),
            ElementType.UInt16 => (ushort.MinValue, ushort.MaxValue),
            ElementType.Int16 => (short.MinValue, short.MaxValue),
            _ => throw c.Unsupported($"makes {type}; integers of 8 and 16 bits are supported"),
        });
    }

    /// <summary>On interleaved images, whose elements are in another order: null where they do not share one scale.</summary>
    public static Kernel? CompileInterleaved(OperatorContext c) => c.Weights(1) is [_] ? Compile(c) : null;

    public override unsafe void Run(in KernelFrame frame)
    {
        (float[] scales, float[] zeros) = blocks.Read(frame);
        nint from = (nint)frame.Input(0), to = (nint)frame.Output;
        blocks.Walk(frame.OutputSpan.Length, (start, length, index) =>
        {
            for (int i = start; i < start + length; i += Piece)
            {
                int count = Math.Min(Piece, start + length - i);
                Apply(new ReadOnlySpan<float>((float*)from + i, count), new Span<float>((float*)to + i, count), scales[index], zeros[index]);
            }
        });
    }

    private void Apply(ReadOnlySpan<float> x, Span<float> y, float scale, float zero)
    {
        TensorPrimitives.Divide(x, scale, y);
        TensorPrimitives.Round(y, y);
        TensorPrimitives.Add(y, zero, y);
        TensorPrimitives.Max(y, range.Low, y);
        TensorPrimitives.Min(y, range.High, y);
    }
}
