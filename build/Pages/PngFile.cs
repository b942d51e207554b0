using System.Buffers.Binary;
using System.IO.Compression;
using NNCompress.Reports.Pictures;

namespace Pages;

/// <summary>Brings the browser's pictures to a third of their size: 255 colours instead of all.</summary>
internal static class PngFile
{
    private const int Colours = 255;

    /// <summary>The same picture with a palette of its most frequent colours; each other one becomes the nearest of these.</summary>
    /// <param name="png">8 bits a channel, with or without alpha, not interlaced.</param>
    /// <exception cref="InvalidDataException">It is another kind of file.</exception>
    public static byte[] WithPalette(byte[] png)
    {
        (int width, int height, int[] pixels) = Read(png);
        int[] frequent = [.. pixels.CountBy(p => p).OrderByDescending(c => c.Value).ThenBy(c => c.Key).Take(Colours).Select(c => c.Key)];
        Dictionary<int, byte> entries = [];
        byte[] levels = Array.ConvertAll(pixels, pixel =>
        {
            if (!entries.TryGetValue(pixel, out byte entry))
                entries[pixel] = entry = (byte)(1 + Nearest(frequent, pixel));
            return entry;
        });
        byte[] palette = new byte[768];
        for (int i = 0; i < frequent.Length; i++)
            (palette[(3 * i) + 3], palette[(3 * i) + 4], palette[(3 * i) + 5]) = ((byte)(frequent[i] >> 16), (byte)(frequent[i] >> 8), (byte)frequent[i]);
        return PngEncoder.Encode(levels, width, height, palette);
    }

    private static int Nearest(int[] colours, int wanted)
    {
        int best = 0;
        for (int i = 1; i < colours.Length; i++)
        {
            if (Distance(colours[i], wanted) < Distance(colours[best], wanted))
                best = i;
        }
        return best;
    }

    private static int Distance(int a, int b)
    {
        int red = (a >> 16) - (b >> 16), green = ((a >> 8) & 255) - ((b >> 8) & 255), blue = (a & 255) - (b & 255);
        return (red * red) + (green * green) + (blue * blue);
    }

    /// <summary>Pixels as 0xRRGGBB, row-major.</summary>
    private static (int Width, int Height, int[] Pixels) Read(byte[] png)
    {
        int width = 0, height = 0, channels = 0;
        using MemoryStream packed = new();
        for (int at = 8; at < png.Length;)
        {
            int length = BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(at));
            ReadOnlySpan<byte> data = png.AsSpan(at + 8, length);
            switch (System.Text.Encoding.ASCII.GetString(png, at + 4, 4))
            {
                case "IHDR":
                    (width, height) = (BinaryPrimitives.ReadInt32BigEndian(data), BinaryPrimitives.ReadInt32BigEndian(data[4..]));
                    channels = (data[8], data[9], data[12]) switch { (8, 2, 0) => 3, (8, 6, 0) => 4, _ => throw new InvalidDataException("The picture is of a kind that is not read here.") };
                    break;
                case "IDAT":
                    packed.Write(data);
                    break;
            }
            at += length + 12;
        }
        packed.Position = 0;
        using ZLibStream lines = new(packed, CompressionMode.Decompress);
        int[] pixels = new int[width * height];
        byte[] line = new byte[width * channels], above = new byte[width * channels];
        for (int y = 0; y < height; y++)
        {
            int filter = lines.ReadByte();
            lines.ReadExactly(line);
            Unfilter(filter, line, above, channels);
            for (int x = 0; x < width; x++)
                pixels[(y * width) + x] = (line[x * channels] << 16) | (line[(x * channels) + 1] << 8) | line[(x * channels) + 2];
            (line, above) = (above, line);
        }
        return (width, height, pixels);
    }

    /// <summary>PNG specification, 9.2: none, sub, up, average, Paeth.</summary>
    private static void Unfilter(int filter, byte[] line, byte[] above, int channels)
    {
        for (int i = 0; i < line.Length; i++)
        {
            int left = i >= channels ? line[i - channels] : 0, up = above[i], corner = i >= channels ? above[i - channels] : 0;
            line[i] += (byte)(filter switch { 0 => 0, 1 => left, 2 => up, 3 => (left + up) / 2, 4 => Paeth(left, up, corner), _ => throw new InvalidDataException($"There is no filter {filter}.") });
        }
    }

    private static int Paeth(int left, int up, int corner)
    {
        int guess = left + up - corner, toLeft = Math.Abs(guess - left), toUp = Math.Abs(guess - up), toCorner = Math.Abs(guess - corner);
        return toLeft <= toUp && toLeft <= toCorner ? left : toUp <= toCorner ? up : corner;
    }
}
