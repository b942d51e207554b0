using System.Buffers.Binary;
using System.Text;
using NNCompress.Pickling;

namespace NNCompress.Models.Weights;

/// <summary>Writes a state_dict that torch.load reads, with <c>weights_only</c> too: an archive as of PyTorch 1.6, a pickle of protocol 2.</summary>
internal static class StateDictWriter
{
    private const string Folder = "archive/";

    /// <exception cref="NncException">NNC2172: PyTorch's storages have no such type.</exception>
    public static void Write(IReadOnlyList<WeightTensor> tensors, string path, Stream output, CancellationToken cancellation)
    {
        StoredArchiveWriter archive = new(output);
        byte[] pickle = Pickle(tensors, path);
        Add("data.pkl", pickle);
        Add("byteorder", "little"u8.ToArray());
        for (int i = 0; i < tensors.Count; i++)
        {
            TensorBytes bytes = tensors[i].Bytes;
            archive.Add(FormattableString.Invariant($"{Folder}data/{i}"), bytes.Length, stream => bytes.CopyTo(stream, cancellation));
        }
        Add("version", "3\n"u8.ToArray());
        archive.Finish();

        void Add(string name, byte[] content) => archive.Add(Folder + name, content.Length, stream => stream.Write(content));
    }

    private static byte[] Pickle(IReadOnlyList<WeightTensor> tensors, string path)
    {
        using MemoryStream pickle = new();
        pickle.Write([0x80, 2]);
        OrderedDict(pickle);
        pickle.WriteByte((byte)'(');
        for (int i = 0; i < tensors.Count; i++)
        {
            Text(pickle, tensors[i].Name);
            Tensor(pickle, tensors[i], i, path);
        }
        pickle.Write("u."u8);
        return pickle.ToArray();
    }

    // _rebuild_tensor_v2(storage, offset, size, strides, requires_grad, hooks)
    private static void Tensor(MemoryStream pickle, WeightTensor tensor, int key, string path)
    {
        long[] strides = new long[tensor.Shape.Length];
        long count = 1;
        for (int i = strides.Length - 1; i >= 0; i--)
        {
            strides[i] = count;
            count *= Math.Max(tensor.Shape[i], 1);
        }
        Global(pickle, PickledGlobal.RebuildTensor);
        pickle.Write("(("u8);
        Text(pickle, "storage");
        Global(pickle, new PickledGlobal("torch", StorageClass.NameOf(TypeOf(tensor, path))));
        Text(pickle, key.ToString(System.Globalization.CultureInfo.InvariantCulture));
        Text(pickle, "cpu");
        Number(pickle, tensor.Bytes.Length / WeightTensor.Width(tensor.Type));
        pickle.Write("tQ"u8);
        Number(pickle, 0);
        Tuple(pickle, [.. tensor.Shape.Select(d => (long)d)]);
        Tuple(pickle, strides);
        pickle.WriteByte(0x89);
        OrderedDict(pickle);
        pickle.Write("tR"u8);
    }

    private static TorchType TypeOf(WeightTensor tensor, string path)
    {
        foreach (TorchType type in Enum.GetValues<TorchType>())
        {
            if (StateDictFile.TypeOf(type) == tensor.Type)
                return type;
        }
        throw WeightError.Type(path, tensor.Name, tensor.Type.ToString());
    }

    private static void OrderedDict(MemoryStream pickle)
    {
        Global(pickle, PickledGlobal.OrderedDict);
        pickle.Write(")R"u8);
    }

    private static void Global(MemoryStream pickle, PickledGlobal global) => pickle.Write(Encoding.UTF8.GetBytes($"c{global.Module}\n{global.Name}\n"));

    private static void Tuple(MemoryStream pickle, long[] numbers)
    {
        pickle.WriteByte((byte)'(');
        foreach (long number in numbers)
            Number(pickle, number);
        pickle.WriteByte((byte)'t');
    }

    private static void Text(MemoryStream pickle, string text)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        Span<byte> length = stackalloc byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(length, bytes.Length);
        pickle.WriteByte((byte)'X');
        pickle.Write(length);
        pickle.Write(bytes);
    }

    private static void Number(MemoryStream pickle, long number)
    {
        Span<byte> bytes = stackalloc byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, number);
        if (number <= int.MaxValue)
        {
            pickle.WriteByte((byte)'J');
            pickle.Write(bytes[..4]);
        }
        else
        {
            pickle.Write([0x8A, 8]);
            pickle.Write(bytes);
        }
    }
}
