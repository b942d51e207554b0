namespace NNCompress.Models;

/// <summary>Weights in the place of others, in a temporary file.</summary>
internal sealed class ShelvedBytes(Shelved<float> floats) : TensorBytes
{
    public override long Length => (long)floats.Length * sizeof(float);

    public override void Read(long offset, Span<byte> target) => floats.Read(offset, target);
}
