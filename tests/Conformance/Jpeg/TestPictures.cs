namespace NNCompress.Conformance.Jpeg;

/// <summary>Pictures of several natures.</summary>
internal static class TestPictures
{
    public static string[] Kinds { get; } = ["smooth", "noise", "binary", "flat", "weights"];

    public static byte[] Make(string kind, int width, int height, int seed = 1)
    {
        Random random = new(seed);
        byte[] pixels = new byte[width * height];
        for (int i = 0; i < pixels.Length; i++)
        {
            int x = i % width;
            int y = i / width;
            double gauss = Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
            double value = kind switch
            {
                "smooth" => 128 + (90 * Math.Sin((x * 0.15) + seed) * Math.Cos(y * 0.11)),
                "noise" => random.Next(256),
                "binary" => random.Next(2) * 255,
                "flat" => 200,
                _ => 128 + (20 * gauss) + (30 * Math.Sin(x * 0.3)),
            };
            pixels[i] = (byte)Math.Clamp(Math.Round(value), 0, 255);
        }
        return pixels;
    }

    public static int WorstDifference(byte[] a, byte[] b)
    {
        Assert.Equal(a.Length, b.Length);
        int worst = 0;
        for (int i = 0; i < a.Length; i++)
            worst = Math.Max(worst, Math.Abs(a[i] - b[i]));
        return worst;
    }

    /// <summary>Root of the mean square difference.</summary>
    public static double Rms(byte[] a, byte[] b)
    {
        double sum = 0;
        for (int i = 0; i < a.Length; i++)
            sum += (a[i] - b[i]) * (a[i] - b[i]);
        return Math.Sqrt(sum / a.Length);
    }
}
