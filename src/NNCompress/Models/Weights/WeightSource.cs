using Microsoft.Win32.SafeHandles;

namespace NNCompress.Models.Weights;

/// <summary>A file of weights, open for as long as its numbers may be asked for.</summary>
internal sealed class WeightSource(SafeFileHandle file, string path)
{
    public SafeFileHandle Handle => file;

    public long Length { get; } = RandomAccess.GetLength(file);

    /// <summary>Reads <paramref name="target"/> full from <paramref name="offset"/> on.</summary>
    /// <exception cref="NncException">NNC2002: the file cannot be read, or has become shorter.</exception>
    public void Read(long offset, Span<byte> target) => Range(offset, target.Length).Read(0, target);

    /// <summary>Bytes that stay in the file until they are needed.</summary>
    public TensorBytes Range(long offset, long length) => new FileBytes(file, path, offset, length);
}
