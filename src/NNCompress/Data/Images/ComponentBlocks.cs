using NNCompress.Runtime;

namespace NNCompress.Data.Images;

/// <summary>Decodes blocks of one component into its samples.</summary>
internal sealed class ComponentBlocks
{
    private readonly JpegComponent component;
    private readonly ushort[] steps;
    private readonly JpegHuffmanTable dc;
    private readonly JpegHuffmanTable ac;
    private readonly int[] block = new int[64];
    private readonly long[] work = new long[64];
    private int previous;

    /// <exception cref="InvalidDataException">A table is not defined.</exception>
    public ComponentBlocks(JpegComponent component, JpegTables tables, int dc, int ac)
    {
        this.component = component;
        if (dc > 3 || ac > 3 || tables.Quantisation[component.Table] is not { } steps || tables.Dc[dc] is not { } direct || tables.Ac[ac] is not { } alternating)
            throw new InvalidDataException("JPEG: the scan refers to a table that the stream does not define.");
        (this.steps, this.dc, this.ac) = (steps, direct, alternating);
    }

    /// <summary>Forgets the DC coefficient before, as restart markers ask.</summary>
    public void Restart() => previous = 0;

    /// <param name="reader">At the block's first code.</param>
    /// <param name="x">Column of the block.</param>
    /// <param name="y">Row of the block.</param>
    /// <exception cref="InvalidDataException">The data is damaged or ends early.</exception>
    public void Decode(JpegBitReader reader, int x, int y)
    {
        Array.Clear(block);
        int size = dc.Decode(reader);
        if (size > 11)
            throw new InvalidDataException($"JPEG: a DC difference has {size} bits, 8-bit pictures have 11 at most.");
        previous += size == 0 ? 0 : reader.ReceiveExtend(size);
        if (previous is < short.MinValue or > short.MaxValue)
            throw new InvalidDataException("JPEG: the DC coefficients leave their range.");
        block[0] = Exact(previous, 0);
        for (int k = 1; k < 64; k++)
        {
            int symbol = ac.Decode(reader);
            size = symbol & 15;
            if (symbol == 0)
                break;
            k += symbol >> 4;
            if (symbol == 0xF0)
                continue;
            if (size is 0 or > 10 || k > 63)
                throw new InvalidDataException("JPEG: an AC coefficient lies outside its block, or its symbol is not one of sequential JPEG.");
            block[JpegTables.Zigzag[k]] = Exact(reader.ReceiveExtend(size), k);
        }
        JpegInverseDct.Transform(block, work, component.Samples, (y * 8 * component.Stride) + (x * 8), component.Stride, 8, 8);
    }

    private int Exact(int level, int k) => Math.Clamp(level * steps[k], short.MinValue, short.MaxValue);
}
