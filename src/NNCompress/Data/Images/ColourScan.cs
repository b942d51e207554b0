using NNCompress.Runtime;

namespace NNCompress.Data.Images;

/// <summary>A scan of one component or several interleaved ones (ITU-T T.81, A.2 and F.2).</summary>
internal static class ColourScan
{
    /// <param name="frame">Takes the samples.</param>
    /// <param name="tables">Those in force.</param>
    /// <param name="file">The stream.</param>
    /// <param name="position">Of the scan header's length field.</param>
    /// <returns>The offset of the byte after the entropy-coded data.</returns>
    /// <exception cref="InvalidDataException">Damaged.</exception>
    public static int Decode(JpegFrame frame, JpegTables tables, byte[] file, int position)
    {
        int stop = JpegTables.Segment(file, position, file.Length), count = stop - position < 3 ? 0 : file[position + 2];
        if (count is < 1 or > 3 || stop - position != 6 + (2 * count) || file[stop - 3] != 0 || file[stop - 2] != 63 || file[stop - 1] != 0)
            throw new InvalidDataException("JPEG: the scan header is not of a sequential picture.");
        (JpegComponent Component, ComponentBlocks Blocks)[] parts = [.. Enumerable.Range(0, count).Select(i =>
        {
            int at = position + 3 + (2 * i);
            JpegComponent component = frame.Components.FirstOrDefault(c => c.Id == file[at] && !c.IsComplete)
                ?? throw new InvalidDataException("JPEG: the scan names a component that the frame has not, or twice.");
            component.IsComplete = true;
            return (component, new ComponentBlocks(component, tables, file[at + 1] >> 4, file[at + 1] & 15));
        })];
        JpegBitReader reader = new(file, stop, file.Length);
        (JpegComponent first, ComponentBlocks alone) = parts[0];
        // A component by itself has no blocks beyond its edges; interleaved ones fill up whole units.
        int unitsAcross = count == 1 ? (first.Width + 7) / 8 : first.BlocksAcross / first.Across;
        int unitsDown = count == 1 ? (first.Height + 7) / 8 : first.BlocksDown / first.Down;
        for (int unit = 0; unit < unitsAcross * unitsDown; unit++)
        {
            if (tables.RestartInterval > 0 && unit > 0 && unit % tables.RestartInterval == 0)
            {
                reader.Restart(((unit / tables.RestartInterval) - 1) & 7);
                foreach ((_, ComponentBlocks blocks) in parts)
                    blocks.Restart();
            }
            (int y, int x) = Math.DivRem(unit, unitsAcross);
            if (count == 1)
            {
                alone.Decode(reader, x, y);
                continue;
            }
            foreach ((JpegComponent component, ComponentBlocks blocks) in parts)
            {
                for (int block = 0; block < component.Across * component.Down; block++)
                    blocks.Decode(reader, (x * component.Across) + (block % component.Across), (y * component.Down) + (block / component.Across));
            }
        }
        return reader.Align();
    }
}
