using System.IO.Compression;

namespace NNCompress.Data.Images;

/// <summary>Inflates a PNG's rows one by one and undoes their filters (W3C Portable Network Graphics, 9.2).</summary>
internal sealed class PngRows : IDisposable
{
    // DEFLATE (RFC 1951) codes at most 258 bytes in 2 bits.
    private const long LargestExpansion = 1032;

    private readonly ZLibStream stream;
    private readonly int pixelBytes;
    private byte[] row = [];
    private byte[] above = [];

    /// <param name="compressed">A zlib stream.</param>
    /// <param name="bytes">What it must inflate to, the bytes that name filters included.</param>
    /// <param name="pixelBytes">Bytes from a sample to that left of it.</param>
    /// <exception cref="InvalidDataException">The stream is too short for so many bytes, however it is compressed.</exception>
    public PngRows(byte[] compressed, long bytes, int pixelBytes)
    {
        if (bytes > compressed.Length * LargestExpansion)
            throw new InvalidDataException($"PNG: {compressed.Length} compressed bytes cannot hold the {bytes} of the picture: the file is truncated, or its size is wrong.");
        this.pixelBytes = pixelBytes;
        stream = new ZLibStream(new MemoryStream(compressed), CompressionMode.Decompress);
    }

    /// <summary>Begins a pass: the row above its first one is zero.</summary>
    public void Begin(int rowBytes) => (row, above) = (new byte[rowBytes], new byte[rowBytes]);

    /// <summary>The next row; valid until the one after it.</summary>
    /// <exception cref="InvalidDataException">The data ends early, is damaged, or has a filter that the format has not.</exception>
    public ReadOnlySpan<byte> Next()
    {
        (row, above) = (above, row);
        int filter = stream.ReadByte();
        if (filter < 0 || stream.ReadAtLeast(row, row.Length, throwOnEndOfStream: false) < row.Length)
            throw new InvalidDataException("PNG: the compressed data ends before the last row.");
        for (int i = 0; filter != 0 && i < row.Length; i++)
        {
            int left = i >= pixelBytes ? row[i - pixelBytes] : 0, up = above[i];
            row[i] += (byte)(filter switch
            {
                1 => left,
                2 => up,
                3 => (left + up) / 2,
                4 => Paeth(left, up, i >= pixelBytes ? above[i - pixelBytes] : 0),
                _ => throw new InvalidDataException($"PNG: a row has the filter {filter}, and there are 0 to 4."),
            });
        }
        return row;
    }

    /// <exception cref="InvalidDataException">Something follows the last row.</exception>
    public void End()
    {
        if (stream.ReadByte() >= 0)
            throw new InvalidDataException("PNG: the compressed data goes on after the last row.");
    }

    public void Dispose() => stream.Dispose();

    private static int Paeth(int left, int up, int corner)
    {
        int estimate = left + up - corner;
        int a = Math.Abs(estimate - left), b = Math.Abs(estimate - up), c = Math.Abs(estimate - corner);
        return a <= b && a <= c ? left : b <= c ? up : corner;
    }
}
