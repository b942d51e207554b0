using System.Buffers.Binary;
using System.Text;

namespace NNCompress.Data.Images;

/// <summary>A PNG file taken apart: header, palette, and the compressed rows.</summary>
internal sealed record PngChunks(PngHeader Header, byte[] Palette, byte[] Compressed)
{
    /// <exception cref="InvalidDataException">The file is cut, damaged, or has chunks that it needs to be understood and that are not known.</exception>
    public static PngChunks Parse(byte[] file)
    {
        PngHeader? header = null;
        byte[] palette = [];
        using MemoryStream compressed = new();
        for (int at = 8; ;)
        {
            if (file.Length - at < 12)
                throw new InvalidDataException("PNG: the file ends before its end chunk: it is truncated.");
            uint length = BinaryPrimitives.ReadUInt32BigEndian(file.AsSpan(at));
            if (length > file.Length - at - 12)
                throw new InvalidDataException($"PNG: the chunk at byte {at} announces {length} bytes, and {file.Length - at - 12} are left: the file is truncated.");
            ReadOnlySpan<byte> typed = file.AsSpan(at + 4, (int)length + 4), content = typed[4..];
            if (~ZipCrc.Append(ZipCrc.Start, typed) != BinaryPrimitives.ReadUInt32BigEndian(file.AsSpan(at + 8 + (int)length)))
                throw new InvalidDataException($"PNG: the checksum of the chunk at byte {at} does not match.");
            string type = Encoding.Latin1.GetString(typed[..4]);
            if (header is null != (type == "IHDR"))
                throw new InvalidDataException("PNG: the header is not the first chunk, or there are two.");
            switch (type)
            {
                case "IHDR":
                    header = PngHeader.Parse(content);
                    break;
                case "PLTE":
                    palette = content.Length % 3 == 0 && content.Length <= 3 * 256 ? content.ToArray() : throw new InvalidDataException("PNG: the palette is malformed.");
                    break;
                case "IDAT":
                    compressed.Write(content);
                    break;
                case "IEND":
                    return header!.Colour == 3 && palette.Length == 0
                        ? throw new InvalidDataException("PNG: the palette is missing.")
                        : new PngChunks(header, palette, compressed.ToArray());
                default:
                    // A capital first letter: the picture is not right without it (5.4).
                    if (char.IsAsciiLetterUpper(type[0]))
                        throw new InvalidDataException($"PNG: the chunk '{DataError.Shortened(type)}' is critical and not known.");
                    break;
            }
            at += 12 + (int)length;
        }
    }
}
