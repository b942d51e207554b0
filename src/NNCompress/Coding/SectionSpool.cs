using Microsoft.Win32.SafeHandles;

namespace NNCompress.Coding;

/// <summary>Sections that wait in a temporary file until all are known and the directory before them can be written. Any thread may add.</summary>
internal sealed class SectionSpool : IDisposable
{
    private readonly SafeFileHandle file;
    private readonly Lock gate = new();
    private long length;

    /// <param name="folder">Of the output, where there must be room for it anyway; is made if need be.</param>
    /// <exception cref="IOException">The file cannot be made.</exception>
    public SectionSpool(string folder)
    {
        Directory.CreateDirectory(folder);
        file = File.OpenHandle(Path.Combine(folder, $"{Environment.ProcessId}-{Guid.NewGuid():N}.tmp"), FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, FileOptions.DeleteOnClose);
    }

    /// <summary>Keeps a section's content; what comes out writes it.</summary>
    public Action<Stream> Add(ReadOnlySpan<byte> content)
    {
        long offset = Reserve(content.Length);
        RandomAccess.Write(file, content, offset);
        int bytes = content.Length;
        return stream => Copy(offset, bytes, stream);
    }

    /// <summary>Room for a section that is written part by part.</summary>
    public long Reserve(long bytes)
    {
        lock (gate)
        {
            long offset = length;
            length += bytes;
            return offset;
        }
    }

    public void Write(ReadOnlySpan<byte> part, long offset) => RandomAccess.Write(file, part, offset);

    public void Copy(long offset, long bytes, Stream target)
    {
        byte[] part = new byte[Math.Min(bytes, 1 << 18)];
        for (long end = offset + bytes; offset < end;)
        {
            int read = RandomAccess.Read(file, part.AsSpan(0, (int)Math.Min(part.Length, end - offset)), offset);
            if (read == 0)
                throw new EndOfStreamException("The temporary file has become shorter.");
            target.Write(part, 0, read);
            offset += read;
        }
    }

    public void Dispose() => file.Dispose();
}
