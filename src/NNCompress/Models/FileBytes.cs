using Microsoft.Win32.SafeHandles;

namespace NNCompress.Models;

/// <summary>A range of a file. The file stays open, so that what takes its place meanwhile is not read.</summary>
/// <param name="file">Open for reading.</param>
/// <param name="path">For messages.</param>
/// <param name="offset">Of the first byte.</param>
/// <param name="length">Has been seen to lie inside the file.</param>
internal sealed class FileBytes(SafeFileHandle file, string path, long offset, long length) : TensorBytes
{
    public override long Length => length;

    /// <exception cref="NncException">NNC2002: the file cannot be read, or has become shorter.</exception>
    public override void Read(long offsetInside, Span<byte> target)
    {
        try
        {
            for (long at = offset + offsetInside; target.Length > 0;)
            {
                int read = RandomAccess.Read(file, target, at);
                if (read == 0)
                    throw new EndOfStreamException("it has become shorter since the work began.");
                at += read;
                target = target[read..];
            }
        }
        catch (IOException e)
        {
            throw new NncException("NNC2002", path, $"weights cannot be read from the file: {e.Message}", e);
        }
    }

    public static SafeFileHandle Open(string path) => File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete);
}
