using NNCompress.Models;

namespace NNCompress.Engines.Managed.Operators;

/// <summary>
/// Between number types, all of which buffers hold as 32-bit floats: what is cast to 16 bits is rounded to what they hold, what is cast to integers
/// loses its fraction, and every number but 0 is true.
/// </summary>
internal sealed class Cast : Kernel
{
    private readonly Func<float, float> convert;

    private Cast(Func<float, float> convert)
        : base(0) => this.convert = convert;

    public override bool InPlace => true;

    public static Kernel Compile(OperatorContext c)
    {
        ElementType to = c.OutputType(0);
        return to switch
        {
            ElementType.Float or ElementType.Double => View,
            ElementType.Half => new Cast(x => (float)(Half)x),
            ElementType.Bool => new Cast(x => x != 0 ? 1 : 0),
            ElementType.UInt8 or ElementType.Int8 or ElementType.UInt16 or ElementType.Int16 or ElementType.Int32 or ElementType.Int64 or ElementType.UInt32 or ElementType.UInt64 =>
                c.IsInteger(0) ? View : new Cast(MathF.Truncate),
            _ => throw c.Unsupported($"casts to {to}; numbers are supported"),
        };
    }

    public override void Run(in KernelFrame frame)
    {
        ReadOnlySpan<float> x = frame.InputSpan(0);
        Span<float> y = frame.OutputSpan;
        for (int i = 0; i < y.Length; i++)
            y[i] = convert(x[i]);
    }
}
