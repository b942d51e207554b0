using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using NNCompress.Pickling;

namespace NNCompress.Data;

/// <summary>
/// Samples that torch.save wrote (.pt, .pth): a tensor; a pair (inputs, labels), as torchvision's processed/training.pt; or a dictionary of tensors under the usual names. The
/// pickle is read by an allow-list, so that nothing in it is executed.
/// </summary>
internal static class TorchData
{
    // A multiple of every element size.
    private const int BlockBytes = 1 << 16;

    public static readonly string[] Extensions = [".pt", ".pth"];

    private static readonly string[] InputNames = ["data", "inputs", "images", "samples", "features", "x"];

    private static readonly string[] LabelNames = ["targets", "target", "labels", "label", "y"];

    public static bool Matches(string path) => Extensions.Contains(Path.GetExtension(path), StringComparer.OrdinalIgnoreCase);

    /// <summary>The inputs and, where the file has them and they are wanted, the labels of <paramref name="part"/>.</summary>
    /// <exception cref="NncException">NNC2041 no samples are found in it; NNC2046 too many numbers; NNC2174–2176, NNC2178 the file is damaged or refused.</exception>
    public static (StoredArray Inputs, StoredArray? Labels) Read(string path, DataPart part, bool withLabels = true)
    {
        using SafeFileHandle file = File.OpenHandle(path);
        (TorchTensor? inputs, TorchTensor? labels) = TorchFile.Load(file, path) switch
        {
            TorchTensor alone => (alone, null),
            object?[] tuple => (At(tuple, 0), At(tuple, 1)),
            PickledList list => (At(list.Items, 0), At(list.Items, 1)),
            PickledDictionary named => Find(named, part),
            _ => default,
        };
        if (inputs is null)
            throw DataError.NotRecognised(path, $"there are no samples in it: save a tensor, a pair (inputs, labels), or a dictionary with {InputNames[0]} and {LabelNames[0]} (also with _train or _test behind).");
        return (Values(path, inputs), withLabels && labels is not null ? Values(path, labels) : null);
    }

    private static TorchTensor? At(IReadOnlyList<object?> items, int index) => index < items.Count ? items[index] as TorchTensor : null;

    private static (TorchTensor? Inputs, TorchTensor? Labels) Find(PickledDictionary named, DataPart part)
    {
        foreach (string half in part == DataPart.Test ? new[] { "test", "", "train" } : ["train", "", "test"])
        {
            if (First(named, InputNames, half) is { } inputs)
                return (inputs, First(named, LabelNames, half));
        }
        return default;
    }

    private static TorchTensor? First(PickledDictionary named, string[] names, string half)
    {
        foreach (string name in names)
        {
            string[] spelt = half.Length == 0 ? [name] : [$"{name}_{half}", $"{half}_{name}"];
            if (spelt.Select(s => named.Pairs.LastOrDefault(p => p.Key is string key && key.Equals(s, StringComparison.OrdinalIgnoreCase)).Value).OfType<TorchTensor>().FirstOrDefault() is { } found)
                return found;
        }
        return null;
    }

    private static StoredArray Values(string path, TorchTensor tensor)
    {
        if (tensor.Shape.Length == 0 || tensor.Count == 0)
            throw DataError.NotRecognised(path, $"a tensor of shape [{string.Join(", ", tensor.Shape)}] holds no samples: give data with at least one.");
        if (tensor.Count > Array.MaxLength)
            throw DataError.TooLarge(path, $"the shape [{string.Join(", ", tensor.Shape)}] holds more than {Array.MaxLength} numbers: give a part of the data.");
        byte[]? gathered = tensor.IsContiguous ? null : tensor.Gather();
        StoredNumbers numbers = new();
        int width = StorageClass.Width(tensor.Type);
        byte[] block = new byte[Math.Min(BlockBytes, tensor.Bytes)];
        float[] values = new float[block.Length / width];
        for (int done = 0; done < tensor.Count;)
        {
            int take = Math.Min((int)tensor.Count - done, values.Length);
            Span<byte> part = block.AsSpan(0, take * width);
            if (gathered is null)
                tensor.Archive.Read(tensor.Offset + ((long)done * width), part);
            else
                gathered.AsSpan(done * width, part.Length).CopyTo(part);
            Convert(part, tensor.Type, values.AsSpan(0, take));
            numbers.Append(values.AsSpan(0, take));
            done += take;
        }
        return new StoredArray(path, tensor.Shape, tensor.Type == TorchType.Byte, numbers);
    }

    private static void Convert(ReadOnlySpan<byte> bytes, TorchType type, Span<float> values)
    {
        if (type == TorchType.BFloat16)
        {
            // The upper halves of floats.
            ReadOnlySpan<ushort> halves = MemoryMarshal.Cast<byte, ushort>(bytes);
            for (int i = 0; i < values.Length; i++)
                values[i] = BitConverter.UInt32BitsToSingle((uint)halves[i] << 16);
            return;
        }
        ElementReader.Convert(bytes, type switch
        {
            TorchType.Byte => StoredType.UInt8,
            TorchType.Char => StoredType.Int8,
            TorchType.Bool => StoredType.Bool,
            TorchType.Short => StoredType.Int16,
            TorchType.Int => StoredType.Int32,
            TorchType.Long => StoredType.Int64,
            TorchType.Half => StoredType.Half,
            TorchType.Float => StoredType.Single,
            _ => StoredType.Double,
        }, bigEndian: false, values);
    }
}
