namespace NNCompress.Reports.Pictures;

/// <summary>Weights as a picture: 128 is zero, 1 and 255 the smallest and the largest weight, 0 a place where no weight is.</summary>
/// <param name="Width">Columns.</param>
/// <param name="Height">Rows.</param>
/// <param name="Levels">width × height, row-major.</param>
public sealed record WeightPicture(int Width, int Height, byte[] Levels)
{
    /// <summary>A place where no weight is.</summary>
    public const byte Blank = 0;

    /// <summary>A weight of zero.</summary>
    public const byte Zero = 128;

    private const int Amplitude = 127;

    /// <summary>The level of a weight on a scale whose ends are ± <paramref name="largest"/>; what is no number has no weight.</summary>
    public static byte LevelOf(float weight, float largest) =>
        float.IsNaN(weight) ? Blank
        : !(largest > 0) ? Zero
        : (byte)(Zero + (int)Math.Round(Amplitude * Math.Clamp((double)weight / largest, -1, 1), MidpointRounding.AwayFromZero));

    /// <summary>The same with only every n-th level, zero among them.</summary>
    public WeightPicture InSteps(int of) => this with
    {
        Levels = Array.ConvertAll(Levels, level => level == Blank ? Blank : (byte)Math.Clamp(Zero + ((int)Math.Round((level - Zero) / (double)of) * of), 1, 255)),
    };

    /// <summary>The picture of such weights.</summary>
    public static WeightPicture Of(ReadOnlySpan<float> weights, int width, int height, float largest)
    {
        byte[] levels = new byte[weights.Length];
        for (int i = 0; i < levels.Length; i++)
            levels[i] = LevelOf(weights[i], largest);
        return new WeightPicture(width, height, levels);
    }
}
