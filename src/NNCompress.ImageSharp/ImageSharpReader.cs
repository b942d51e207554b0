using NNCompress.Data;
using SixLabors.ImageSharp;
using SixLabors.ImageSharp.PixelFormats;

[assembly: ImageReaderPlugin(typeof(NNCompress.ImageSharp.ImageSharpReader))]

namespace NNCompress.ImageSharp;

/// <summary>Images of all formats that SixLabors.ImageSharp knows; of animations the first frame. Transparency is left out, as the library's own readers do.</summary>
public sealed class ImageSharpReader : IImageReader
{
    public string Name => "imagesharp";

    /// <inheritdoc/>
    public Picture Read(byte[] file, long mostPixels)
    {
        using Image<Rgb48> image = Decoding.Load<Rgb48>(file, mostPixels);
        Rgb48[] pixels = new Rgb48[image.Width * image.Height];
        image.Frames.RootFrame.CopyPixelDataTo(pixels);
        bool gray = Array.TrueForAll(pixels, p => p.R == p.G && p.G == p.B);
        float[] values = new float[pixels.Length * (gray ? 1 : 3)];
        for (int i = 0; i < pixels.Length; i++)
        {
            values[i] = pixels[i].R / 257f;
            if (gray)
                continue;
            values[i + pixels.Length] = pixels[i].G / 257f;
            values[i + (2 * pixels.Length)] = pixels[i].B / 257f;
        }
        return new Picture(image.Width, image.Height, gray ? 1 : 3, values);
    }
}
