using NNCompress.Models;
using NNCompress.Runtime;

namespace NNCompress.Coding;

/// <summary>A coded tensor as the bytes that it has in the ONNX file; decoded when they are looked at, and kept as long as somebody uses them.</summary>
internal sealed class SectionBytes(NnzSection section, string path) : TensorBytes
{
    private readonly WeakReference<byte[]?> last = new(null);

    public override long Length => section.DecodedBytes;

    /// <exception cref="NncException">NNC2061: the section is damaged.</exception>
    public override void Read(long offset, Span<byte> target)
    {
        if (!last.TryGetTarget(out byte[]? bytes))
        {
            bytes = NnzReader.Guard(path, Decoded);
            last.SetTarget(bytes);
        }
        bytes.AsSpan((int)offset, target.Length).CopyTo(target);
    }

    private byte[] Decoded()
    {
        byte[] bytes = new byte[section.DecodedBytes];
        section.Decode(new WeightTarget(bytes, 0, section.ElementType));
        return bytes;
    }
}
