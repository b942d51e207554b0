namespace NNCompress.Data.Images;

/// <summary>
/// Brings a component to the frame's size: a side that is halved by a triangle filter (three quarters of the nearer sample, a quarter of the further), with libjpeg's rounding;
/// other ratios by repetition.
/// </summary>
internal static class ChromaUpsampling
{
    /// <returns>The frame's width × height samples, row by row.</returns>
    public static byte[] Full(JpegComponent component, JpegFrame frame)
    {
        int across = frame.MostAcross / component.Across, down = frame.MostDown / component.Down;
        bool whole = across * component.Across == frame.MostAcross && down * component.Down == frame.MostDown;
        bool smooth = whole && across <= 2 && down <= 2 && component.Width > 2;
        byte[] full = new byte[frame.Width * frame.Height];
        for (int y = 0; y < frame.Height; y++)
        {
            Span<byte> row = full.AsSpan(y * frame.Width, frame.Width);
            if (smooth && across * down > 1)
                Smooth(component, across, down, y, row);
            else
                Repeat(component, frame, y, row);
        }
        return full;
    }

    private static void Repeat(JpegComponent component, JpegFrame frame, int y, Span<byte> row)
    {
        ReadOnlySpan<byte> samples = component.Samples.AsSpan(y * component.Down / frame.MostDown * component.Stride, component.Stride);
        for (int x = 0; x < row.Length; x++)
            row[x] = samples[x * component.Across / frame.MostAcross];
    }

    private static void Smooth(JpegComponent component, int across, int down, int y, Span<byte> row)
    {
        int near = y / down, far = down == 1 ? near : Math.Clamp(y % 2 == 0 ? near - 1 : near + 1, 0, component.Height - 1);
        ReadOnlySpan<byte> nearer = component.Samples.AsSpan(near * component.Stride, component.Width), further = component.Samples.AsSpan(far * component.Stride, component.Width);
        for (int x = 0; x < row.Length; x++)
        {
            if (across == 1)
            {
                // Rounding alternates, so that it has no drift.
                row[x] = (byte)(((3 * nearer[x]) + further[x] + (y % 2 == 0 ? 1 : 2)) >> 2);
                continue;
            }
            int at = x / 2, beside = Math.Clamp(x % 2 == 0 ? at - 1 : at + 1, 0, component.Width - 1);
            bool edge = (x % 2 == 0 && at == 0) || (x % 2 == 1 && at == component.Width - 1);
            if (down == 1)
                row[x] = edge ? nearer[at] : (byte)(((3 * nearer[at]) + nearer[beside] + (x % 2 == 0 ? 1 : 2)) >> 2);
            else
                row[x] = (byte)((edge ? (4 * Sum(nearer, further, at)) + (x % 2 == 0 ? 8 : 7) : (3 * Sum(nearer, further, at)) + Sum(nearer, further, beside) + (x % 2 == 0 ? 8 : 7)) >> 4);
        }
    }

    private static int Sum(ReadOnlySpan<byte> nearer, ReadOnlySpan<byte> further, int at) => (3 * nearer[at]) + further[at];
}
