using NNCompress.Engines.Managed.Interleaved;
using NNCompress.Engines.Managed.Matrices;
using NNCompress.Models.Shapes;

namespace NNCompress.Engines.Managed.Operators;

/// <summary>Convolution of interleaved images with constant kernels, to the same bits as <see cref="Conv"/>.</summary>
internal sealed unsafe class InterleavedConv : Kernel
{
    private readonly Packed<TapProduct[]> packed;
    private readonly AlignedBuffer? bias;
    private readonly int blocks;
    private readonly int positions;
    private readonly nint image;

    private InterleavedConv(OperatorContext c, Window3 window)
        : base(0)
    {
        int[] x = c.Shape(0), w = c.Shape(1);
        int groups = (int)c.Node.Int("group", 1), kernels = w[0] / groups, steps = w.Skip(1).Aggregate(1, (product, d) => product * d);
        blocks = Interleaving.Blocks(x[0]);
        positions = window.OutputPlane;
        image = (nint)w[1] * window.InputPlane * Interleaving.Samples;
        TapTable table = TapTable.Forward(window, w[1]);
        packed = c.Pack((long)w[0] * steps, () => Pack(c, table, groups, kernels, steps));
        if (c.Weights(2) is { } addends)
        {
            bias = new AlignedBuffer(addends.Length);
            addends.CopyTo(bias.Span);
        }
    }

    /// <summary>Null where kernels or bias are computed, or the table of taps would be too large.</summary>
    public static Kernel? Compile(OperatorContext c)
    {
        if (!c.IsConstant(1) || (c.Node.Input(2) is not null && !c.IsConstant(2)) || c.Shape(1).Aggregate(1L, (product, d) => product * d) > Array.MaxLength / 4)
            return null;
        Window3 window = Window3.Of(c, WindowShapes.ConvGeometry(c));
        return TapTable.Fits(window, c.Shape(1)[1]) ? new InterleavedConv(c, window) : null;
    }

    public override void Run(in KernelFrame frame)
    {
        TapProduct[] products = packed.Values;
        float* from = frame.Input(0), to = frame.Output;
        for (int block = 0; block < blocks; block++)
        {
            float* addend = bias is null ? null : bias.Pointer;
            foreach (TapProduct product in products)
            {
                product.Run(from, to, addend, 0, positions, add: false);
                from += image;
                to += (nint)product.Lines * positions * Interleaving.Samples;
                addend = addend == null ? null : addend + product.Lines;
            }
        }
        GC.KeepAlive(products);
    }

    private static TapProduct[] Pack(OperatorContext c, TapTable table, int groups, int kernels, int steps)
    {
        TapProduct[] products = [.. Enumerable.Range(0, groups).Select(_ => TapProduct.Of(c.Path, table, kernels, steps))];
        fixed (float* first = c.Weights(1)!)
        {
            for (int g = 0; g < groups; g++)
                products[g].Fill(first + ((nint)g * kernels * steps), steps, steps, 1, 0);
        }
        return products;
    }
}
