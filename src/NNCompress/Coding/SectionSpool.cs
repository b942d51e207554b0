using Microsoft.Win32.SafeHandles;

namespace NNCompress.Coding;

/// <summary>Sections that wait in a temporary file until all are known and the directory before them can be written. Any thread may add.</summary>
internal sealed class SectionSpool : IDisposable
{
    private readonly string output;
    private readonly SafeFileHandle file;
    private readonly Lock gate = new();
    private long length;

    private SectionSpool(string output, SafeFileHandle file) => (this.output, this.file) = (output, file);

    /// <summary>A spool in the output's folder, where there must be room for it anyway; the folder is made if need be.</summary>
    /// <exception cref="NncException">NNC2003: nothing can be written there.</exception>
    public static SectionSpool Beside(string output) => new(output, StagedFile.Passing(Path.GetDirectoryName(Path.GetFullPath(output))!, output));

    /// <summary>Keeps a section's content; what comes out writes it.</summary>
    /// <exception cref="NncException">NNC2003: it cannot be written.</exception>
    public Action<Stream> Add(ReadOnlySpan<byte> content)
    {
        long offset = Reserve(content.Length);
        Write(content, offset);
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

    /// <summary>Writes a part of what there was room made for.</summary>
    /// <exception cref="NncException">NNC2003: it cannot be written.</exception>
    public void Write(ReadOnlySpan<byte> part, long offset)
    {
        try
        {
            RandomAccess.Write(file, part, offset);
        }
        catch (IOException e)
        {
            throw StagedFile.NotWritten(output, e);
        }
    }

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
