using System.Globalization;
using System.Runtime.InteropServices;

namespace NNCompress.TorchSharp;

/// <summary>Where torch keeps tensors, and the way there and back.</summary>
internal sealed class TorchDevice
{
    private TorchDevice(DeviceType type, int index) => (Type, Index) = (type, index);

    public DeviceType Type { get; }

    /// <summary>Number among the devices of the type; -1 for the processor.</summary>
    public int Index { get; }

    public bool IsHost => Type == DeviceType.CPU;

    /// <param name="name">"cpu", "cuda" or "cuda:N"; null for the processor.</param>
    /// <exception cref="NncException">NNC2190 no such device, NNC2191 libtorch cannot be loaded.</exception>
    public static TorchDevice Open(string? name)
    {
        Load(() => torch.InitializeDeviceType(DeviceType.CPU));
        if (name is null or "cpu")
            return new TorchDevice(DeviceType.CPU, -1);
        int index = 0;
        if (name != "cuda" && !(name.StartsWith("cuda:", StringComparison.Ordinal) && int.TryParse(name.AsSpan(5), NumberStyles.None, CultureInfo.InvariantCulture, out index)))
            throw new NncException("NNC2190", null, $"the engine torchsharp knows no device '{name}': give cpu, cuda or cuda:N with a number from 0.");
        int count = torch.cuda.is_available() ? torch.cuda.device_count() : 0;
        return index < count
            ? new TorchDevice(DeviceType.CUDA, index)
            : throw new NncException("NNC2190", null, $"device '{name}' is not there: torch finds {count} CUDA devices. Give cpu, or reference TorchSharp-cuda-linux or TorchSharp-cuda-windows in the place of TorchSharp-cpu on a machine with a CUDA device and its driver.");
    }

    /// <summary>A tensor on the device with the values.</summary>
    public TorchTensor Send(ReadOnlySpan<float> values, ReadOnlySpan<int> shape)
    {
        TorchTensor host = torch.empty(Dimensions(shape), torch.ScalarType.Float32);
        values.CopyTo(MemoryMarshal.Cast<byte, float>(host.bytes));
        return Move(host);
    }

    /// <summary>A tensor on the device with the integers.</summary>
    public TorchTensor Send(ReadOnlySpan<long> values)
    {
        TorchTensor host = torch.empty([values.Length], torch.ScalarType.Int64);
        values.CopyTo(MemoryMarshal.Cast<byte, long>(host.bytes));
        return Move(host);
    }

    /// <summary>Gives the tensor's values, row-major, to <paramref name="use"/>; they are valid during the call.</summary>
    public void Receive(TorchTensor tensor, FloatReader use)
    {
        using TorchTensor apart = tensor.detach();
        using TorchTensor row = apart.contiguous();
        using TorchTensor host = IsHost ? row.alias() : row.cpu();
        use(MemoryMarshal.Cast<byte, float>(host.bytes));
    }

    public static long[] Dimensions(ReadOnlySpan<int> shape)
    {
        long[] dimensions = new long[shape.Length];
        for (int i = 0; i < shape.Length; i++)
            dimensions[i] = shape[i];
        return dimensions;
    }

    private TorchTensor Move(TorchTensor host)
    {
        if (IsHost)
            return host;
        TorchTensor moved = torch.empty(host.shape, host.dtype, new torch.Device(Type, Index));
        using (torch.no_grad())
            moved.copy_(host).Dispose();
        host.Dispose();
        return moved;
    }

    /// <summary>Loads the native half.</summary>
    /// <exception cref="NncException">NNC2191: that fails.</exception>
    internal static void Load(Action initialise)
    {
        try
        {
            initialise();
        }
        catch (Exception e) when (e is NotSupportedException or DllNotFoundException or TypeInitializationException or BadImageFormatException or EntryPointNotFoundException)
        {
            throw new NncException("NNC2191", null, "the native half of TorchSharp cannot be loaded: reference TorchSharp-cpu (or a TorchSharp-cuda package), whose version fits that of TorchSharp, for this operating system.", e);
        }
    }
}
