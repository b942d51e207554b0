using NNCompress.Runtime;

namespace NNCompress.Coding;

/// <summary>Quantised matrices whose rows and columns have steps of their own, or that hold cosine transforms (FORMAT.md, coder 5).</summary>
internal static class ScaledCoder
{
    /// <summary>The section's content.</summary>
    /// <param name="levels">A neuron a row.</param>
    /// <param name="grid">What they are worth.</param>
    /// <param name="picture">Where rows are cosine transforms of pictures: their size.</param>
    /// <param name="transposed">True where a neuron is a column of the tensor.</param>
    public static byte[] Encode(int[] levels, LevelGrid grid, PictureCosines? picture, bool transposed)
    {
        int rows = grid.RowScales.Length, columns = grid.ColumnScales.Length;
        int flags = (grid.RowsDiffer ? ScaledWeights.RowsFlag : 0) | (grid.ColumnsDiffer ? ScaledWeights.ColumnsFlag : 0)
            | (picture is not null ? ScaledWeights.PictureFlag : 0) | (transposed ? ScaledWeights.TransposedFlag : 0);
        List<byte> output = [(byte)flags];
        if (picture is not null)
            output.AddRange([(byte)picture.Height, (byte)picture.Width]);
        if (grid.RowsDiffer || grid.ColumnsDiffer)
        {
            List<byte> coded = [];
            RangeEncoder coder = new(coded);
            if (grid.RowsDiffer)
                new ScaleIndices().Run(ref coder, [.. grid.RowScales], rows);
            if (grid.ColumnsDiffer)
                new ScaleIndices().Run(ref coder, [.. grid.ColumnScales], picture?.Width ?? columns);
            coder.Finish();
            for (int rest = coded.Count; ; rest >>= 7)
            {
                output.Add((byte)(rest < 128 ? rest : rest & 127 | 128));
                if (rest < 128)
                    break;
            }
            output.AddRange(coded);
        }
        output.AddRange(QuantisedCoder.Encode("", [rows, columns], levels, grid.Unit));
        return [.. output];
    }
}
