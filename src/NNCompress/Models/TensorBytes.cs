using System.Runtime.InteropServices;
using Google.Protobuf;
using NNCompress.Models.Proto;

namespace NNCompress.Models;

/// <summary>A tensor's raw data that are read where and when they are needed.</summary>
internal abstract class TensorBytes
{
    /// <summary>Data from this many bytes on stay where they are.</summary>
    public const int Great = 1 << 16;

    /// <summary>What a message's field can hold, and an array.</summary>
    public const long LongestField = 0x7FFFFFC7;

    private const int Part = 1 << 20;

    public abstract long Length { get; }

    /// <summary>False where the bytes are in memory.</summary>
    public virtual bool IsElsewhere => true;

    /// <summary>Reads <paramref name="target"/> full from <paramref name="offset"/> on.</summary>
    public abstract void Read(long offset, Span<byte> target);

    /// <summary>As the content of a message's field; it is read each time that the field's bytes are looked at.</summary>
    public ByteString AsField() => UnsafeByteOperations.UnsafeWrap(new StoredMemory(this).Memory);

    /// <summary>Writes all of them, part by part.</summary>
    public void CopyTo(Stream output, CancellationToken cancellation)
    {
        byte[] part = new byte[Math.Min(Length, Part)];
        for (long at = 0; at < Length; at += part.Length)
        {
            cancellation.ThrowIfCancellationRequested();
            Span<byte> here = part.AsSpan(0, (int)Math.Min(part.Length, Length - at));
            Read(at, here);
            output.Write(here);
        }
    }

    /// <summary>Bytes that are in memory.</summary>
    public static TensorBytes Held(ReadOnlyMemory<byte> content) => new HeldBytes(content);

    /// <summary>The raw data of the message, wherever they are; null where it holds numbers instead.</summary>
    public static TensorBytes? Of(TensorProto tensor, string modelPath)
    {
        if (ExternalData.IsFar(tensor))
            return ExternalData.Far(tensor, modelPath);
        if (!tensor.HasRawData)
            return null;
        ReadOnlyMemory<byte> raw = tensor.RawData.Memory;
        return MemoryMarshal.TryGetMemoryManager(raw, out StoredMemory? stored) ? stored!.Bytes : new HeldBytes(raw);
    }

    private sealed class HeldBytes(ReadOnlyMemory<byte> content) : TensorBytes
    {
        public override long Length => content.Length;

        public override bool IsElsewhere => false;

        public override void Read(long offset, Span<byte> target) => content.Span.Slice((int)offset, target.Length).CopyTo(target);
    }
}
