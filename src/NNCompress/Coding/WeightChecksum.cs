using NNCompress.Models;
using NNCompress.Runtime;

namespace NNCompress.Coding;

/// <summary>CRC-32 of weights as the bytes that they are in an ONNX file.</summary>
/// <param name="type">In the file: float, half or double.</param>
internal sealed class WeightChecksum(ElementType type)
{
    private const int Part = 1 << 13;

    private readonly byte[] bytes = new byte[Part * TensorCodec.Width(type)];

    public uint Value { get; private set; }

    public void Append(float[] weights) => Append(weights, weights.Length);

    /// <summary>The first so many.</summary>
    public void Append(float[] weights, int length)
    {
        WeightTarget target = new(bytes, 0, (int)type);
        for (int at = 0; at < length; at += Part)
        {
            int count = Math.Min(Part, length - at);
            target.Write(weights, at, count, 0);
            Value = Crc32.Append(Value, bytes, 0, count * TensorCodec.Width(type));
        }
    }
}
