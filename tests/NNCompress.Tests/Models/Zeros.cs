using NNCompress.Models;

namespace NNCompress.Tests.Models;

/// <summary>Raw data of any length that take no memory.</summary>
internal sealed class Zeros(long length) : TensorBytes
{
    public override long Length => length;

    public override void Read(long offset, Span<byte> target) => target.Clear();
}
