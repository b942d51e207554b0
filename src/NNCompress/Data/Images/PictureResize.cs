namespace NNCompress.Data.Images;

/// <summary>
/// Resizes a picture, both sides independently, by linear interpolation whose triangle widens as the picture shrinks, so that every pixel counts: what Pillow's BILINEAR and
/// torchvision's Resize with antialias do, without rounding in between.
/// </summary>
internal static class PictureResize
{
    public static Picture To(Picture picture, int width, int height)
    {
        if ((picture.Width, picture.Height) == (width, height))
            return picture;
        (int From, float[] Weights)[] columns = Taps(picture.Width, width), rows = Taps(picture.Height, height);
        float[] narrow = new float[picture.Channels * picture.Height * width];
        for (int line = 0; line < picture.Channels * picture.Height; line++)
        {
            ReadOnlySpan<float> source = picture.Values.AsSpan(line * picture.Width, picture.Width);
            for (int x = 0; x < width; x++)
            {
                double sum = 0;
                for (int i = 0; i < columns[x].Weights.Length; i++)
                    sum += columns[x].Weights[i] * source[columns[x].From + i];
                narrow[(line * width) + x] = (float)sum;
            }
        }
        float[] result = new float[picture.Channels * height * width];
        for (int channel = 0; channel < picture.Channels; channel++)
        {
            for (int y = 0; y < height; y++)
            {
                for (int x = 0; x < width; x++)
                {
                    double sum = 0;
                    for (int i = 0; i < rows[y].Weights.Length; i++)
                        sum += rows[y].Weights[i] * narrow[(((channel * picture.Height) + rows[y].From + i) * width) + x];
                    result[(((channel * height) + y) * width) + x] = (float)sum;
                }
            }
        }
        return new Picture(width, height, picture.Channels, result);
    }

    /// <summary>For each new pixel the first old one that counts, and the weights of it and those after it.</summary>
    private static (int From, float[] Weights)[] Taps(int before, int after)
    {
        double scale = (double)before / after, reach = Math.Max(scale, 1);
        return [.. Enumerable.Range(0, after).Select(i =>
        {
            double centre = (i + 0.5) * scale;
            int from = Math.Max(0, (int)(centre - reach + 0.5)), to = Math.Min(before, (int)(centre + reach + 0.5));
            double[] weights = [.. Enumerable.Range(from, to - from).Select(j => Math.Max(0, 1 - Math.Abs((j + 0.5 - centre) / reach)))];
            double all = weights.Sum();
            return (from, Array.ConvertAll(weights, w => (float)(w / all)));
        })];
    }
}
