namespace NNCompress.Data;

/// <summary>What a network takes as a picture.</summary>
/// <param name="Channels">1 for gray, 3 for red, green and blue; null where the network leaves it open.</param>
/// <param name="Height">Rows; null where the network leaves it open.</param>
/// <param name="Width">Pixels a row; null where the network leaves it open.</param>
/// <param name="ChannelsLast">Whether a pixel's channels stand together (NHWC), as Keras has them.</param>
public sealed record ImageInput(int? Channels, int? Height, int? Width, bool ChannelsLast)
{
    /// <summary>Leaves all to the pictures.</summary>
    public static readonly ImageInput Open = new(null, null, null, false);

    /// <param name="shape">Of the network's input, the batch in front; -1 where it is open; null where it is not known.</param>
    /// <returns>Null where no picture fits.</returns>
    public static ImageInput? Of(IReadOnlyList<int>? shape)
    {
        if (shape is null)
            return Open;
        int?[] sizes = [.. shape.Skip(1).Select(d => d > 0 ? d : (int?)null)];
        return sizes switch
        {
            [int length] => OfLength(length),
            [null] => Open,
            [1 or 3, _, _] => new ImageInput(sizes[0], sizes[1], sizes[2], false),
            [_, _, 1 or 3] => new ImageInput(sizes[2], sizes[0], sizes[1], true),
            [null, _, _] => new ImageInput(null, sizes[1], sizes[2], false),
            [_, _] => new ImageInput(1, sizes[0], sizes[1], false),
            _ => null,
        };
    }

    /// <summary>The picture that a flat input stands for: a gray square, else a square of three channels; null where it is neither.</summary>
    public static ImageInput? OfLength(int length)
    {
        foreach (int channels in (int[])[1, 3])
        {
            int side = (int)Math.Sqrt((double)length / channels);
            if ((long)side * side * channels == length)
                return new ImageInput(channels, side, side, false);
        }
        return null;
    }
}
