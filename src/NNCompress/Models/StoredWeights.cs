using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace NNCompress.Models;

/// <summary>A floating-point constant that is read part by part, so that it need not fit in memory.</summary>
public sealed class StoredWeights
{
    private const int Part = 1 << 16;

    private readonly TensorBytes? bytes;
    private readonly Tensor? tensor;

    internal StoredWeights(string name, int[] shape, ElementType type, TensorBytes bytes) => (Name, Shape, Type, this.bytes) = (name, shape, type, bytes);

    /// <summary>A tensor in memory, seen as one that is not.</summary>
    public StoredWeights(Tensor tensor) => (Name, Shape, Type, this.tensor) = (tensor.Name, tensor.Shape, tensor.Type, tensor);

    public string Name { get; }

    /// <summary>Dimensions, outermost first; empty for a scalar.</summary>
    public int[] Shape { get; }

    /// <summary>The element type in the file: float, half or double.</summary>
    public ElementType Type { get; }

    /// <summary>True where the elements are in a file, or coded.</summary>
    internal bool IsElsewhere => bytes is { IsElsewhere: true };

    /// <summary>Elements, at most 2^31 − 1.</summary>
    public int Length => tensor?.Length ?? (int)(bytes!.Length / TensorCodec.Width(Type));

    /// <summary>Fills <paramref name="target"/> with the elements from <paramref name="start"/> on, row-major.</summary>
    public void Read(int start, Span<float> target)
    {
        if (tensor is not null)
        {
            tensor.Floats.AsSpan(start, target.Length).CopyTo(target);
            return;
        }
        int width = TensorCodec.Width(Type);
        if (Type == ElementType.Float && BitConverter.IsLittleEndian)
        {
            for (int at = 0; at < target.Length; at += Part)
            {
                Span<float> part = target.Slice(at, Math.Min(Part, target.Length - at));
                bytes!.Read(((long)start + at) * width, MemoryMarshal.AsBytes(part));
            }
            return;
        }
        byte[] raw = new byte[Math.Min(Part, target.Length) * width];
        for (int at = 0; at < target.Length; at += Part)
        {
            Span<byte> part = raw.AsSpan(0, Math.Min(Part, target.Length - at) * width);
            bytes!.Read(((long)start + at) * width, part);
            Convert(part, Type, target[at..]);
        }
    }

    /// <summary>All of it, in memory.</summary>
    public Tensor Load()
    {
        if (tensor is not null)
            return tensor;
        LargeMemory.Make((long)Length * sizeof(float));
        float[] data = GC.AllocateUninitializedArray<float>(Length);
        Read(0, data);
        return new Tensor(Name, Shape, data, Type);
    }

    private static void Convert(ReadOnlySpan<byte> raw, ElementType type, Span<float> target)
    {
        int width = TensorCodec.Width(type);
        for (int i = 0; i < raw.Length / width; i++)
        {
            ReadOnlySpan<byte> at = raw[(i * width)..];
            target[i] = type switch
            {
                ElementType.Float => BinaryPrimitives.ReadSingleLittleEndian(at),
                ElementType.Half => (float)BinaryPrimitives.ReadHalfLittleEndian(at),
                _ => (float)BinaryPrimitives.ReadDoubleLittleEndian(at),
            };
        }
    }
}
