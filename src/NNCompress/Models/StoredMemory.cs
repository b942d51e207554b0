using System.Buffers;

namespace NNCompress.Models;

/// <summary>Memory whose content is read when it is looked at and forgotten when nobody looks any more.</summary>
internal sealed class StoredMemory(TensorBytes bytes) : MemoryManager<byte>
{
    private readonly WeakReference<byte[]?> last = new(null);

    public TensorBytes Bytes => bytes;

    public override Memory<byte> Memory => CreateMemory((int)bytes.Length);

    public override Span<byte> GetSpan()
    {
        if (!last.TryGetTarget(out byte[]? content))
        {
            LargeMemory.Make(bytes.Length);
            content = GC.AllocateUninitializedArray<byte>((int)bytes.Length);
            bytes.Read(0, content);
            last.SetTarget(content);
        }
        return content;
    }

    /// <exception cref="NotSupportedException">Always: nothing here stays in its place.</exception>
    public override MemoryHandle Pin(int elementIndex = 0) => throw new NotSupportedException("Stored tensors cannot be pinned.");

    public override void Unpin()
    {
    }

    protected override void Dispose(bool disposing)
    {
    }
}
