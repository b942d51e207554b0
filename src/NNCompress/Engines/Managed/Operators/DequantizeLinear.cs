using System.Numerics.Tensors;

namespace NNCompress.Engines.Managed.Operators;

/// <summary>y = (x - zero point) · scale (ONNX operator DequantizeLinear).</summary>
internal sealed class DequantizeLinear : Kernel
{
    private readonly ScaleBlocks blocks;

    private DequantizeLinear(ScaleBlocks blocks)
        : base(blocks.Reads) => this.blocks = blocks;

    public override bool InPlace => true;

    public static Kernel Compile(OperatorContext c) => new DequantizeLinear(ScaleBlocks.Of(c));

    /// <inheritdoc cref="QuantizeLinear.CompileInterleaved"/>
    public static Kernel? CompileInterleaved(OperatorContext c) => c.Weights(1) is [_] ? Compile(c) : null;

    public override unsafe void Run(in KernelFrame frame)
    {
        (float[] scales, float[] zeros) = blocks.Read(frame);
        nint from = (nint)frame.Input(0), to = (nint)frame.Output;
        blocks.Walk(frame.OutputSpan.Length, (start, length, index) =>
        {
            Span<float> y = new((float*)to + start, length);
            TensorPrimitives.Subtract(new ReadOnlySpan<float>((float*)from + start, length), zeros[index], y);
            TensorPrimitives.Multiply(y, scales[index], y);
        });
    }
}
