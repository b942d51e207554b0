namespace NNCompress.Data.Images;

/// <summary>
/// PNG (W3C Portable Network Graphics): gray, RGB and palettes of all depths, interlaced or not. Transparency is left out, as most loaders of training data do. 16 bits keep
/// their fractions.
/// </summary>
internal static class PngImage
{
    /// <summary>Adam7's passes: first column and row, steps (8.2).</summary>
    private static readonly (int X, int Y, int StepX, int StepY)[] Passes = [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)];

    /// <exception cref="InvalidDataException">Damaged.</exception>
    /// <exception cref="NncException">NNC2196: too large.</exception>
    public static Picture Read(string path, byte[] file)
    {
        PngChunks chunks = PngChunks.Parse(file);
        PngHeader header = chunks.Header;
        if ((long)header.Width * header.Height > ImageFile.MostPixels)
            throw ImageError.TooLarge(path, header.Width, header.Height);
        (int X, int Y, int StepX, int StepY)[] passes = header.Interlaced ? Passes : [(0, 0, 1, 1)];
        long bytes = passes.Sum(p => Size(p).Columns == 0 ? 0 : Size(p).Rows * (1 + header.RowBytes((int)Size(p).Columns)));
        using PngRows rows = new(chunks.Compressed, bytes, header.PixelBytes);
        bool gray = header.Colour is 0 or 4 || (header.Colour == 3 && IsGray(chunks.Palette));
        int channels = gray ? 1 : 3;
        float[] values = new float[header.Width * header.Height * channels];
        foreach ((int X, int Y, int StepX, int StepY) pass in passes)
        {
            (long columns, long count) = Size(pass);
            if (columns == 0)
                continue;
            rows.Begin((int)header.RowBytes((int)columns));
            for (long r = 0; r < count; r++)
            {
                ReadOnlySpan<byte> row = rows.Next();
                for (int c = 0; c < columns; c++)
                    Put(row, c, (int)(((pass.Y + (r * pass.StepY)) * header.Width) + pass.X + (c * pass.StepX)));
            }
        }
        rows.End();
        return new Picture(header.Width, header.Height, channels, values);

        (long Columns, long Rows) Size((int X, int Y, int StepX, int StepY) pass) =>
            ((header.Width - pass.X + pass.StepX - 1L) / pass.StepX, (header.Height - pass.Y + pass.StepY - 1L) / pass.StepY);

        void Put(ReadOnlySpan<byte> row, int column, int at)
        {
            int plane = header.Width * header.Height;
            for (int channel = 0; channel < channels; channel++)
            {
                values[at + (channel * plane)] = header.Colour == 3
                    ? Colour(chunks.Palette, Sample(row, column, header.Depth), channel)
                    : Value(Sample(row, (column * header.Samples) + channel, header.Depth), header.Depth);
            }
        }
    }

    private static bool IsGray(byte[] palette) => palette.Chunk(3).All(c => c[0] == c[1] && c[1] == c[2]);

    private static float Colour(byte[] palette, int index, int channel) => (3 * index) + channel < palette.Length
        ? palette[(3 * index) + channel]
        : throw new InvalidDataException($"PNG: a pixel has the colour {index}, and the palette has {palette.Length / 3}.");

    /// <summary>From 0 to 255, whatever the depth.</summary>
    private static float Value(int sample, int depth) => depth == 16 ? sample / 257f : sample * (255 / ((1 << depth) - 1));

    private static int Sample(ReadOnlySpan<byte> row, int index, int depth) => depth switch
    {
        8 => row[index],
        16 => (row[2 * index] << 8) | row[(2 * index) + 1],
        _ => (row[index * depth / 8] >> (8 - depth - (index * depth % 8))) & ((1 << depth) - 1),
    };
}
