using System.Text;
using NNCompress.Pickling;

namespace NNCompress.Tests.Pickling;

/// <summary>Archives as torch.save writes them, around pickles that it would not write.</summary>
internal static class TorchBytes
{
    /// <summary>An archive of a pickle and storages "0", "1", ….</summary>
    public static byte[] Archive(byte[] pickle, params byte[][] storages)
    {
        using MemoryStream output = new();
        StoredArchiveWriter archive = new(output);
        archive.Add("archive/data.pkl", pickle.Length, s => s.Write(pickle));
        for (int i = 0; i < storages.Length; i++)
        {
            byte[] storage = storages[i];
            archive.Add($"archive/data/{i}", storage.Length, s => s.Write(storage));
        }
        archive.Finish();
        return output.ToArray();
    }

    /// <summary>A pickle of opcodes: text as it is, X and its text as BINUNICODE where a string begins with a quote.</summary>
    public static byte[] Pickle(params object[] parts)
    {
        using MemoryStream pickle = new();
        pickle.Write([0x80, 2]);
        foreach (object part in parts)
        {
            if (part is string text && text.StartsWith('"'))
                pickle.Write([(byte)'X', .. BitConverter.GetBytes(text.Length - 1), .. Encoding.UTF8.GetBytes(text[1..])]);
            else if (part is string opcodes)
                pickle.Write(Encoding.Latin1.GetBytes(opcodes));
            else if (part is int number)
                pickle.Write([(byte)'J', .. BitConverter.GetBytes(number)]);
            else if (part is long great)
                pickle.Write([0x8A, 8, .. BitConverter.GetBytes(great)]);
            else
                pickle.Write((byte[])part);
        }
        return pickle.ToArray();
    }

    /// <summary>{"w": a float tensor of storage "0"}.</summary>
    public static byte[] Tensor(object numbers, object offset, object[] shape, object[] strides, string storage = "FloatStorage") => Pickle(
        [
            "}", "\"w", "ctorch._utils\n_rebuild_tensor_v2\n((", "\"storage", $"ctorch\n{storage}\n", "\"0", "\"cpu", numbers, "tQ", offset, "(", .. shape, "t(", .. strides,
            "t\u0089ccollections\nOrderedDict\n)RtRs.",
        ]);
}
