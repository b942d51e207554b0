using NNCompress.Runtime;

namespace NNCompress.Data.Images;

/// <summary>Sequential 8-bit JPEG with Huffman codes (ITU-T T.81), gray or in three components, as photographs are stored; chroma is interpolated, as libjpeg does by default.</summary>
internal static class JpegImage
{
    private const byte App14 = 0xEE;

    public static bool Matches(ReadOnlySpan<byte> file) => file.StartsWith((ReadOnlySpan<byte>)[0xFF, JpegTables.Soi]);

    /// <summary>What the file is where it is of a kind that is not read here; null where it is read, or so damaged that there is no telling.</summary>
    public static string? Obstacle(byte[] file)
    {
        for (int at = 2; at + 9 < file.Length && file[at] == 0xFF;)
        {
            int marker = file[at + 1];
            if (marker == 0xFF)
            {
                at++;
                continue;
            }
            if (marker is >= 0xC0 and <= 0xCF and not (JpegTables.Dht or 0xC8 or 0xCC))
            {
                return marker is not (0xC0 or 0xC1) ? $"JPEG that is {(marker == 0xC2 ? "progressive" : $"of the kind FF {marker:X2}")}"
                    : file[at + 4] != 8 ? $"JPEG of {file[at + 4]} bits a sample"
                    : file[at + 9] is not (1 or 3) ? $"JPEG of {file[at + 9]} components"
                    : null;
            }
            if (marker == 0xCC)
                return "JPEG with arithmetic codes";
            at += 2 + ((file[at + 2] << 8) | file[at + 3]);
        }
        return null;
    }

    /// <exception cref="InvalidDataException">Damaged.</exception>
    /// <exception cref="NncException">NNC2196: too large.</exception>
    public static Picture Read(string path, byte[] file)
    {
        JpegTables tables = new();
        JpegFrame? frame = null;
        int? transform = null;
        int position = 2;
        while (true)
        {
            if (position + 15 < file.Length && file[position + 1] == App14 && file.AsSpan(position + 4, 5).SequenceEqual("Adobe"u8))
                transform = file[position + 15];
            int marker = tables.Read(file, ref position, file.Length);
            switch (marker)
            {
                case 0:
                    break;
                case 0xC0 or 0xC1 when frame is null:
                    frame = JpegFrame.Parse(file, ref position);
                    if ((long)frame.Width * frame.Height > ImageFile.MostPixels)
                        throw ImageError.TooLarge(path, frame.Width, frame.Height);
                    JpegScan.RequireBytes(frame.Components.Sum(c => (long)c.BlocksAcross * c.BlocksDown), file.Length - position);
                    break;
                case JpegTables.Sos when frame is not null:
                    position = ColourScan.Decode(frame, tables, file, position);
                    break;
                case JpegTables.Eoi when frame is not null && frame.Components.All(c => c.IsComplete):
                    return JpegColours.Of(frame, transform);
                default:
                    throw new InvalidDataException($"JPEG: marker FF {marker:X2} stands where it does not belong.");
            }
        }
    }
}
