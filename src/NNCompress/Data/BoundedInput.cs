using System.IO.Compression;

namespace NNCompress.Data;

/// <summary>
/// A stream, plain or inflating, that knows how much it can hold at most. A header's announcement is held against that before
/// anything is allocated, so that a few bytes cannot ask for gigabytes.
/// </summary>
internal sealed class BoundedInput : IDisposable
{
    // DEFLATE (RFC 1951) codes at most 258 bytes in 2 bits: no stream grows more than 1032-fold.
    private const long LargestExpansion = 1032;

    private readonly Stream stream;
    private long consumed;
    private byte[] ahead = [];

    private BoundedInput(string source, Stream stream, long capacity) => (Source, this.stream, Capacity) = (source, stream, capacity);

    /// <summary>The file, for messages.</summary>
    public string Source { get; }

    /// <summary>The most bytes that the stream can give.</summary>
    public long Capacity { get; }

    /// <summary>Opens a file; one that begins as gzip (RFC 1952) is inflated on the way.</summary>
    public static BoundedInput Open(string path)
    {
        FileStream file = File.OpenRead(path);
        try
        {
            Span<byte> magic = stackalloc byte[2];
            bool gzip = file.ReadAtLeast(magic, 2, throwOnEndOfStream: false) == 2 && magic is [0x1F, 0x8B];
            file.Position = 0;
            return gzip
                ? new BoundedInput(path, new GZipStream(file, CompressionMode.Decompress), MostInflated(file.Length))
                : new BoundedInput(path, file, file.Length);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Opens a member of a zip archive whose checksum <see cref="ExpectEnd"/> confirms.</summary>
    public static BoundedInput Open(string path, ZipArchiveEntry entry) =>
        new(path, new Crc32Stream(entry.Open(), entry.Crc32), Math.Min(entry.Length, MostInflated(entry.CompressedLength)));

    /// <summary>The next bytes, at most <paramref name="count"/>, without consuming them.</summary>
    public ReadOnlySpan<byte> Peek(int count)
    {
        if (ahead.Length == 0)
        {
            byte[] buffer = new byte[count];
            ahead = buffer[..ReadStream(buffer)];
        }
        return ahead;
    }

    /// <exception cref="NncException">NNC2042: the file ends before.</exception>
    public void Fill(Span<byte> buffer, string what)
    {
        int got = Math.Min(buffer.Length, ahead.Length);
        ahead.AsSpan(0, got).CopyTo(buffer);
        ahead = ahead[got..];
        got += ReadStream(buffer[got..]);
        consumed += got;
        if (got < buffer.Length)
            throw DataError.Damaged(Source, $"the file ends after {consumed} bytes, inside {what}: it is truncated, fetch it again.");
    }

    /// <summary>Holds what a header announces against what the file can contain.</summary>
    /// <exception cref="NncException">NNC2042: the header promises more than the file can hold.</exception>
    public void Require(long bytes, string what)
    {
        if (bytes > Capacity - consumed)
            throw DataError.Damaged(Source, $"the header announces {bytes} bytes of {what}, but the file can hold {Capacity - consumed} at most: it is truncated, fetch it again.");
    }

    /// <exception cref="NncException">NNC2042: something follows the announced content, or its checksum does not match.</exception>
    public void ExpectEnd()
    {
        Span<byte> more = stackalloc byte[1];
        if (ahead.Length > 0 || ReadStream(more) > 0)
            throw DataError.Damaged(Source, $"the file goes on after the {consumed} bytes that its header announces: it is damaged, fetch it again.");
    }

    public void Dispose() => stream.Dispose();

    private static long MostInflated(long compressed) => compressed > long.MaxValue / LargestExpansion ? long.MaxValue : compressed * LargestExpansion;

    private int ReadStream(Span<byte> buffer)
    {
        try
        {
            return stream.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false);
        }
        catch (InvalidDataException e)
        {
            throw DataError.Damaged(Source, "the compressed data is damaged or truncated: fetch the file again.", e);
        }
    }
}
