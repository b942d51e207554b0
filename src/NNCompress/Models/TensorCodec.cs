using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Google.Protobuf;
using NNCompress.Models.Proto;

namespace NNCompress.Models;

/// <summary>Between the file's tensor message and <see cref="Tensor"/>. Raw data is little-endian (ONNX IR specification, TensorProto).</summary>
internal static class TensorCodec
{
    public static bool IsFloat(TensorProto t) => (ElementType)t.DataType is ElementType.Float or ElementType.Half or ElementType.Double;

    public static long Count(TensorProto t) => t.Dims.Aggregate(1L, (product, d) => product * d);

    /// <exception cref="NncException">NNC2013: the data does not fit the shape, or the type is not supported.</exception>
    public static Tensor Decode(TensorProto t, string name, string path)
    {
        if (Stored(t, name, path) is { } stored)
        {
            Tensor tensor = Shared(t, stored) ?? stored.Load();
            if (stored.Type == ElementType.Float && !stored.IsElsewhere && SharesBytes(tensor.Length))
                t.RawData = UnsafeByteOperations.UnsafeWrap(new FloatBytes(tensor.Floats).Memory);
            return tensor;
        }
        int[] shape = Shape(t, name, path);
        int count = shape.Aggregate(1, (product, d) => product * d);
        ElementType type = (ElementType)t.DataType;
        return IsFloat(t)
            ? new Tensor(name, shape, DecodeNumbers(t, type, count, name, path), type)
            : new Tensor(name, shape, DecodeIntegers(t, type, count, name, path), type);
    }

    /// <summary>A floating-point tensor with raw data, which are not read yet; null for any other.</summary>
    /// <exception cref="NncException">NNC2013: the data does not fit the shape.</exception>
    public static StoredWeights? Stored(TensorProto t, string name, string path)
    {
        if (!IsFloat(t) || TensorBytes.Of(t, path) is not { } bytes)
            return null;
        int[] shape = Shape(t, name, path);
        Expect(bytes.Length, Count(t) * Width((ElementType)t.DataType), name, path);
        return new StoredWeights(name, shape, (ElementType)t.DataType, bytes);
    }

    // Copies of a network share what none of them has replaced.
    private static Tensor? Shared(TensorProto t, StoredWeights stored) =>
        stored.Type == ElementType.Float && t.HasRawData && MemoryMarshal.TryGetMemoryManager(t.RawData.Memory, out FloatBytes? shared) && shared!.Floats.Length == stored.Length
            ? new Tensor(stored.Name, stored.Shape, shared.Floats, stored.Type) : null;

    private static int[] Shape(TensorProto t, string name, string path)
    {
        int[] shape = new int[t.Dims.Count];
        long count = 1;
        for (int i = 0; i < shape.Length; i++)
        {
            if (t.Dims[i] is < 0 or > int.MaxValue || (count *= t.Dims[i]) > int.MaxValue)
                throw new NncException("NNC2013", path, $"tensor '{name}' has shape [{string.Join(',', t.Dims)}]: dimensions must be ≥ 0 and their product below 2^31.");
            shape[i] = (int)t.Dims[i];
        }
        return shape;
    }

    /// <summary>Writes the tensor's data and shape as raw data of the message's own element type.</summary>
    /// <param name="tensor">Has them.</param>
    /// <param name="proto">The message.</param>
    /// <param name="shelf">Where floats wait; null for in memory.</param>
    /// <exception cref="NncException">NNC2003: the temporary folder cannot be written.</exception>
    public static void Encode(Tensor tensor, TensorProto proto, Shelf? shelf = null)
    {
        proto.Dims.Clear();
        proto.Dims.AddRange(tensor.Shape.Select(d => (long)d));
        proto.FloatData.Clear();
        proto.DoubleData.Clear();
        proto.Int32Data.Clear();
        proto.Int64Data.Clear();
        proto.ExternalData.Clear();
        proto.ClearDataLocation();
        if ((ElementType)proto.DataType == ElementType.Float && tensor.IsFloat && SharesBytes(tensor.Length))
        {
            proto.RawData = shelf is null ? UnsafeByteOperations.UnsafeWrap(new FloatBytes(tensor.Floats).Memory) : new ShelvedBytes(shelf.Put(tensor.Floats)).AsField();
            return;
        }
        int width = Width((ElementType)proto.DataType);
        byte[] raw = new byte[(long)tensor.Length * width];
        for (int i = 0; i < tensor.Length; i++)
        {
            Span<byte> at = raw.AsSpan(i * width);
            switch ((ElementType)proto.DataType)
            {
                case ElementType.Float: BinaryPrimitives.WriteSingleLittleEndian(at, tensor.Floats[i]); break;
                case ElementType.Half: BinaryPrimitives.WriteHalfLittleEndian(at, (Half)tensor.Floats[i]); break;
                case ElementType.Double: BinaryPrimitives.WriteDoubleLittleEndian(at, tensor.Floats[i]); break;
                case ElementType.Int64: BinaryPrimitives.WriteInt64LittleEndian(at, tensor.Integers[i]); break;
                case ElementType.Int32: BinaryPrimitives.WriteInt32LittleEndian(at, (int)tensor.Integers[i]); break;
                case ElementType.Int8: at[0] = (byte)(sbyte)tensor.Integers[i]; break;
                case ElementType.UInt8: at[0] = (byte)tensor.Integers[i]; break;
                default: throw new NotSupportedException($"A tensor of type {(ElementType)proto.DataType} cannot be written.");
            }
        }
        proto.RawData = UnsafeByteOperations.UnsafeWrap(raw);
    }

    private static float[] DecodeNumbers(TensorProto t, ElementType type, int count, string name, string path)
    {
        int stored = type switch { ElementType.Float => t.FloatData.Count, ElementType.Double => t.DoubleData.Count, _ => t.Int32Data.Count };
        Expect(stored, count, name, path);
        return type switch
        {
            ElementType.Float => [.. t.FloatData],
            ElementType.Double => [.. t.DoubleData.Select(d => (float)d)],
            _ => [.. t.Int32Data.Select(bits => (float)BitConverter.UInt16BitsToHalf((ushort)bits))],
        };
    }

    private static long[] DecodeIntegers(TensorProto t, ElementType type, int count, string name, string path)
    {
        int width = Width(type);
        if (width == 0)
            throw new NncException("NNC2013", path, $"tensor '{name}' has element type {type} ({t.DataType}), which is not supported: float, half, double, bool and integers are.");
        if (!t.HasRawData)
        {
            bool wide = type is ElementType.Int64;
            bool unsigned = type is ElementType.UInt32 or ElementType.UInt64;
            Expect(wide ? t.Int64Data.Count : unsigned ? t.Uint64Data.Count : t.Int32Data.Count, count, name, path);
            return wide ? [.. t.Int64Data] : unsigned ? [.. t.Uint64Data.Select(u => unchecked((long)u))] : [.. t.Int32Data.Select(i => (long)i)];
        }
        ReadOnlySpan<byte> raw = t.RawData.Span;
        Expect(raw.Length, (long)count * width, name, path);
        long[] data = new long[count];
        for (int i = 0; i < count; i++)
        {
            ReadOnlySpan<byte> at = raw[(i * width)..];
            data[i] = type switch
            {
                ElementType.Int64 or ElementType.UInt64 => BinaryPrimitives.ReadInt64LittleEndian(at),
                ElementType.Int32 => BinaryPrimitives.ReadInt32LittleEndian(at),
                ElementType.UInt32 => BinaryPrimitives.ReadUInt32LittleEndian(at),
                ElementType.Int16 => BinaryPrimitives.ReadInt16LittleEndian(at),
                ElementType.UInt16 => BinaryPrimitives.ReadUInt16LittleEndian(at),
                ElementType.Int8 => (sbyte)at[0],
                _ => at[0],
            };
        }
        return data;
    }

    /// <summary>Whether so many floats are in memory as they are in the file, and within what a span of bytes can cover.</summary>
    private static bool SharesBytes(int count) => BitConverter.IsLittleEndian && count <= Array.MaxLength / sizeof(float);

    /// <summary>Bytes of an element; 0 where the type is not supported.</summary>
    public static int Width(ElementType type) => type switch
    {
        ElementType.Double or ElementType.Int64 or ElementType.UInt64 => 8,
        ElementType.Float or ElementType.Int32 or ElementType.UInt32 => 4,
        ElementType.Half or ElementType.Int16 or ElementType.UInt16 => 2,
        ElementType.Int8 or ElementType.UInt8 or ElementType.Bool => 1,
        _ => 0,
    };

    private static void Expect(long stored, long wanted, string name, string path)
    {
        if (stored != wanted)
            throw new NncException("NNC2013", path, $"tensor '{name}' holds {stored} bytes or elements where its shape needs {wanted}: the file is damaged, export it again.");
    }
}
