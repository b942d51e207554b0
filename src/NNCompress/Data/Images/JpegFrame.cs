using NNCompress.Runtime;

namespace NNCompress.Data.Images;

/// <summary>A frame header (ITU-T T.81, B.2.2) with the samples decoded so far.</summary>
internal sealed class JpegFrame
{
    private JpegFrame(int width, int height, JpegComponent[] components) => (Width, Height, Components) = (width, height, components);

    public int Width { get; }

    public int Height { get; }

    /// <summary>One or three.</summary>
    public JpegComponent[] Components { get; }

    /// <summary>The largest horizontal sampling factor.</summary>
    public int MostAcross => Components.Max(c => c.Across);

    /// <summary>The largest vertical sampling factor.</summary>
    public int MostDown => Components.Max(c => c.Down);

    /// <param name="file">The stream.</param>
    /// <param name="position">Of the header's length field; moved behind it.</param>
    /// <exception cref="InvalidDataException">Malformed.</exception>
    public static JpegFrame Parse(byte[] file, ref int position)
    {
        int at = position, stop = JpegTables.Segment(file, position, file.Length);
        int count = stop - at < 8 ? 0 : file[at + 7];
        if (count is not (1 or 3) || stop - at != 8 + (3 * count) || file[at + 2] != 8)
            throw new InvalidDataException("JPEG: the frame header is malformed.");
        int height = (file[at + 3] << 8) | file[at + 4], width = (file[at + 5] << 8) | file[at + 6];
        if (width == 0 || height == 0)
            throw new InvalidDataException("JPEG: the frame header gives no size.");
        (int Id, int Across, int Down, int Table)[] given = [.. Enumerable.Range(0, count).Select(i => (file[at + 8 + (3 * i)], file[at + 9 + (3 * i)] >> 4, file[at + 9 + (3 * i)] & 15, file[at + 10 + (3 * i)]))
            .Select(c => ((int)c.Item1, c.Item2, c.Item3, (int)c.Item4))];
        if (given.Any(c => c.Across is < 1 or > 4 || c.Down is < 1 or > 4 || c.Table > 3) || given.DistinctBy(c => c.Id).Count() != count)
            throw new InvalidDataException("JPEG: the frame header is malformed.");
        // A single component is never interleaved, so its factors say nothing.
        if (count == 1)
            given[0] = given[0] with { Across = 1, Down = 1 };
        int mostAcross = given.Max(c => c.Across), mostDown = given.Max(c => c.Down);
        position = stop;
        return new JpegFrame(width, height, [.. given.Select(c => new JpegComponent(
            c.Id, c.Across, c.Down, c.Table,
            Share(width, c.Across, mostAcross), Share(height, c.Down, mostDown),
            Share(width, 1, 8 * mostAcross) * c.Across, Share(height, 1, 8 * mostDown) * c.Down))]);
    }

    /// <summary>length · share / of, rounded up.</summary>
    private static int Share(int length, int share, int of) => ((length * share) + of - 1) / of;
}
