namespace NNCompress.Data;

/// <summary>A decoded image: gray or red, green, blue.</summary>
public sealed class Picture
{
    /// <param name="width">Pixels a row, at least 1.</param>
    /// <param name="height">Rows, at least 1.</param>
    /// <param name="channels">1 for gray, 3 for red, green and blue.</param>
    /// <param name="values">channels × height × width, plane after plane, each from 0 to 255; more than 8 bits a value give fractions.</param>
    /// <exception cref="ArgumentException">The values do not fill the size, or it is none of a picture.</exception>
    public Picture(int width, int height, int channels, float[] values)
    {
        if (width < 1 || height < 1 || channels is not (1 or 3))
            throw new ArgumentException($"{width}×{height} pixels of {channels} channels are no picture.");
        if ((long)width * height * channels != values.Length)
            throw new ArgumentException($"{values.Length} values do not fill {width}×{height} pixels of {channels} channels.", nameof(values));
        (Width, Height, Channels, Values) = (width, height, channels, values);
    }

    public int Width { get; }

    public int Height { get; }

    public int Channels { get; }

    public float[] Values { get; }
}
