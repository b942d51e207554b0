using System.Buffers;
using System.Runtime.InteropServices;

namespace NNCompress.TorchSharp.Training;

/// <summary>
/// A tensor that torch changes in place, and its values in host memory. On the processor both are the same memory; elsewhere the values are
/// copied when the other side has changed and they are asked for. Whoever asks for the host's values may write them.
/// </summary>
internal sealed class MirroredTensor : IDisposable
{
    private readonly TorchTensor host;
    private readonly TorchTensor device;
    private readonly HostMemory memory;
    private readonly int length;
    private bool hostIsOld;
    private bool deviceIsOld;

    // The values after the end: hooks look at them once more.
    private float[]? kept;

    /// <param name="place">Where torch computes.</param>
    /// <param name="values">Row-major.</param>
    /// <param name="shape">Dimensions.</param>
    /// <param name="learns">Whether gradients by it are wanted.</param>
    /// <param name="apart">Keeps the memories apart on the processor too.</param>
    public MirroredTensor(TorchDevice place, ReadOnlySpan<float> values, ReadOnlySpan<int> shape, bool learns, bool apart)
    {
        length = values.Length;
        device = place.Send(values, shape).DetachFromDisposeScope();
        using (torch.no_grad())
        {
            host = (place.IsHost && !apart ? device.detach() : place.IsHost ? device.clone() : device.cpu()).DetachFromDisposeScope();
        }
        IsShared = place.IsHost && !apart;
        if (learns)
            device.requires_grad_(true);
        memory = new HostMemory(this);
    }

    public bool IsShared { get; }

    /// <summary>What torch computes with; after changing it, <see cref="Changed"/> must be called.</summary>
    public TorchTensor Device
    {
        get
        {
            if (deviceIsOld)
            {
                using IDisposable still = torch.no_grad();
                using DisposeScope scope = torch.NewDisposeScope();
                device.copy_(host);
                deviceIsOld = false;
            }
            return device;
        }
    }

    /// <summary>Row-major values; valid until torch changes them, and after <see cref="Dispose"/> as they were then.</summary>
    public Span<float> Values
    {
        get
        {
            if (kept is not null)
                return kept;
            if (hostIsOld)
            {
                using IDisposable still = torch.no_grad();
                using DisposeScope scope = torch.NewDisposeScope();
                host.copy_(device);
                hostIsOld = false;
            }
            deviceIsOld = !IsShared;
            return MemoryMarshal.Cast<byte, float>(host.bytes);
        }
    }

    /// <summary>The same values, fetched anew whenever a span is asked for.</summary>
    public Memory<float> Memory => memory.Memory;

    public void Changed() => hostIsOld = !IsShared;

    public void Dispose()
    {
        if (kept is not null)
            return;
        kept = Values.ToArray();
        host.Dispose();
        device.Dispose();
    }

    private sealed class HostMemory(MirroredTensor tensor) : MemoryManager<float>
    {
        public override Memory<float> Memory => CreateMemory(tensor.length);

        public override Span<float> GetSpan() => tensor.Values;

        public override unsafe MemoryHandle Pin(int elementIndex = 0) =>
            new((float*)System.Runtime.CompilerServices.Unsafe.AsPointer(ref MemoryMarshal.GetReference(tensor.Values[elementIndex..])));

        public override void Unpin()
        {
        }

        protected override void Dispose(bool disposing)
        {
        }
    }
}
