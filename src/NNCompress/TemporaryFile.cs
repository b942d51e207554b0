using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace NNCompress;

/// <summary>Numbers that memory should not hold, in a file of the temporary folder, which is gone when nobody uses it any more. Several threads may use different places of it.</summary>
internal sealed class TemporaryFile
{
    // One write of the system takes no more than 2 GB.
    private const int Part = 1 << 24;

    private readonly SafeFileHandle file;

    /// <exception cref="NncException">NNC2003: the temporary folder cannot be written.</exception>
    public TemporaryFile()
    {
        try
        {
            file = StagedFile.Open(Path.GetTempPath());
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw NotWritten(e);
        }
    }

    /// <param name="place">Of the first byte, in bytes.</param>
    /// <param name="values">What is to stand there.</param>
    /// <exception cref="NncException">NNC2003: the temporary folder cannot be written.</exception>
    public void Write<T>(long place, ReadOnlySpan<T> values)
        where T : unmanaged
    {
        ReadOnlySpan<byte> bytes = MemoryMarshal.AsBytes(values);
        try
        {
            for (int at = 0; at < bytes.Length; at += Part)
                RandomAccess.Write(file, bytes[at..Math.Min(at + Part, bytes.Length)], place + at);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw NotWritten(e);
        }
    }

    /// <param name="place">Of the first byte, in bytes.</param>
    /// <param name="target">Filled with what was written there.</param>
    public void Read<T>(long place, Span<T> target)
        where T : unmanaged
    {
        for (Span<byte> bytes = MemoryMarshal.AsBytes(target); bytes.Length > 0;)
        {
            int read = RandomAccess.Read(file, bytes[..Math.Min(bytes.Length, Part)], place);
            if (read == 0)
                throw new EndOfStreamException("The temporary file has become shorter.");
            bytes = bytes[read..];
            place += read;
        }
    }

    private static NncException NotWritten(Exception e) => new(
        "NNC2003", Path.GetTempPath(), $"cannot write temporary data: {e.Message} Make room there, or have the environment variable {(OperatingSystem.IsWindows() ? "TMP" : "TMPDIR")} name another folder.", e);
}
