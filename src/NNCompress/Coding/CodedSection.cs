using NNCompress.Models;
using NNCompress.Runtime;

namespace NNCompress.Coding;

/// <summary>A tensor's section, wherever its bytes are kept until the file is written.</summary>
/// <param name="Name">The constant's.</param>
/// <param name="Shape">Outermost dimension first.</param>
/// <param name="Type">In the ONNX file.</param>
/// <param name="Coding">What was asked; names the coder.</param>
/// <param name="Bytes">Of the section.</param>
/// <param name="Checksum">CRC-32 of the section.</param>
/// <param name="DecodedChecksum">CRC-32 of the tensor's data in the decoded ONNX file.</param>
/// <param name="CopyTo">Writes the section.</param>
internal sealed record CodedSection(string Name, int[] Shape, ElementType Type, TensorCoding Coding, int Bytes, uint Checksum, uint DecodedChecksum, Action<Stream> CopyTo)
{
    /// <summary>Other coders' bytes, where there was a race.</summary>
    public IReadOnlyList<Rival> Rivals { get; init; } = [];

    /// <summary>Bytes of the tensor's data in the ONNX file.</summary>
    public long DecodedBytes => Shape.Aggregate((long)TensorCodec.Width(Type), (product, d) => product * d);

    /// <param name="tensor">Coded in memory.</param>
    /// <param name="type">In the ONNX file.</param>
    public static CodedSection Of(EncodedTensor tensor, ElementType type) => new(
        tensor.Name, tensor.Shape, type, tensor.Coding with { Coder = tensor.Coder }, tensor.Bytes, Crc32.Of(tensor.Payload, 0, tensor.Bytes),
        DecodedSum(tensor.Decoded.Floats, type), stream => stream.Write(tensor.Payload))
    {
        Rivals = tensor.Rivals,
    };

    private static uint DecodedSum(float[] values, ElementType type)
    {
        WeightChecksum sum = new(type);
        sum.Append(values);
        return sum.Value;
    }
}
