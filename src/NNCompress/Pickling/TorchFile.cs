using System.Text;
using Microsoft.Win32.SafeHandles;

namespace NNCompress.Pickling;

/// <summary>
/// Reads what torch.save wrote (PyTorch 1.6 and later): a zip archive of stored members, <c>NAME/data.pkl</c> with the pickle and <c>NAME/data/KEY</c> with the
/// numbers, little-endian. Numbers stay in the file until they are asked for.
/// </summary>
internal sealed class TorchFile
{
    private const int LongestPickle = 1 << 24;

    // Views of one storage are how tied weights are stored; a file of more is made to exhaust its reader.
    private const int MostViews = 16;

    private readonly StoredArchive archive;
    private readonly string folder;
    private readonly Dictionary<string, TorchStorage> storages = new(StringComparer.Ordinal);
    private readonly long length;
    private long viewed;

    private TorchFile(StoredArchive archive, string folder) => (this.archive, this.folder, length) = (archive, folder, RandomAccess.GetLength(archive.File));

    /// <summary>Whether the file begins as a zip archive, or as a pickle of an older torch.save.</summary>
    public static bool Matches(ReadOnlySpan<byte> start) => start is [(byte)'P', (byte)'K', 3 or 5, ..] or [0x80, 2, ..];

    /// <summary>Reads the object that was saved.</summary>
    /// <param name="file">Stays open as long as its tensors are used.</param>
    /// <param name="path">For messages.</param>
    /// <returns>As of <see cref="Unpickler.Load"/>, with <see cref="TorchTensor"/>s in it.</returns>
    /// <exception cref="NncException">NNC2174 no such archive; NNC2175 it asks for more than data; NNC2176 the pickle is damaged; NNC2178 a tensor does not fit its storage.</exception>
    public static object? Load(SafeFileHandle file, string path)
    {
        StoredArchive archive = StoredArchive.Open(file, path);
        ArchiveMember[] pickles = [.. archive.Members.Values.Where(m => m.Name.EndsWith("/data.pkl", StringComparison.Ordinal) && m.Name.Count(c => c == '/') == 1)];
        if (pickles is not [{ } pickle])
            throw PickleError.Archive(path, $"{pickles.Length} members are named NAME/data.pkl, and one must be");
        if (pickle.Length > LongestPickle)
            throw PickleError.Archive(path, $"its pickle has {pickle.Length} bytes, and at most {LongestPickle} are taken");
        TorchFile torch = new(archive, pickle.Name[..pickle.Name.IndexOf('/')]);
        torch.CheckOrder();
        return new Unpickler(torch.Content(pickle), path, torch.Storage, torch.Tensor).Load();
    }

    private byte[] Content(ArchiveMember member)
    {
        byte[] content = new byte[member.Length];
        archive.Read(member.Offset, content);
        return content;
    }

    private void CheckOrder()
    {
        if (archive.Members.TryGetValue($"{folder}/byteorder", out ArchiveMember? order) && (order.Length > 16 || Encoding.UTF8.GetString(Content(order)).Trim() != "little"))
            throw PickleError.Archive(archive.Path, "its numbers are not little-endian");
    }

    private TorchStorage Storage(object? identifier)
    {
        if (identifier is not object?[] parts || parts is not ["storage", PickledGlobal { Storage: { } type }, string key, _, long count, ..])
            throw PickleError.Refused(archive.Path, "names a stored object that is no storage of numbers");
        if (storages.TryGetValue(key, out TorchStorage? known))
            return known.Type == type && known.Count == count ? known : throw PickleError.Tensor(archive.Path, $"storage '{PickleError.Shown(key)}' is told of twice, with other types or lengths");
        if (!archive.Members.TryGetValue($"{folder}/data/{key}", out ArchiveMember? member))
            throw PickleError.Archive(archive.Path, $"member '{PickleError.Shown($"{folder}/data/{key}")}' is missing");
        if (count < 0 || count > member.Length / StorageClass.Width(type) || count * StorageClass.Width(type) != member.Length)
            throw PickleError.Tensor(archive.Path, $"storage '{PickleError.Shown(key)}' is said to have {count} numbers of {StorageClass.Width(type)} bytes, and has {member.Length} bytes");
        return storages[key] = new TorchStorage(type, count, member);
    }

    // (storage, offset, size, strides, requires_grad, hooks[, metadata])
    private TorchTensor Tensor(object?[] arguments)
    {
        if (arguments is not [TorchStorage storage, long start, object?[] size, object?[] steps, ..] || size.Length != steps.Length || size.Length > 64
            || !size.All(d => d is long) || !steps.All(s => s is long))
            throw PickleError.Tensor(archive.Path, "a tensor is told of in a form that is not that of torch.save");
        long[] shape = Array.ConvertAll(size, d => (long)d!), strides = Array.ConvertAll(steps, s => (long)s!);
        string place = $"a tensor of shape [{string.Join(", ", shape)}], strides [{string.Join(", ", strides)}] at number {start}";
        long count = 1, last = 0;
        for (int i = 0; i < shape.Length; i++)
        {
            if (shape[i] is < 0 or > int.MaxValue || strides[i] is < 0 or > int.MaxValue || (count *= shape[i]) > int.MaxValue)
                throw PickleError.Tensor(archive.Path, $"{place} is not one that can be read");
            last = Math.Min(last + (Math.Max(shape[i], 1) - 1) * strides[i], long.MaxValue / 4);
        }
        if (start < 0 || start > storage.Count || (count > 0 && last >= storage.Count - start))
            throw PickleError.Tensor(archive.Path, $"{place} does not fit its storage of {storage.Count} numbers");
        if (count > storage.Count)
            throw PickleError.Tensor(archive.Path, $"{place} repeats the {storage.Count} numbers of its storage: save a copy of it (tensor.contiguous())");
        TorchTensor tensor = new(archive, storage, start, Array.ConvertAll(shape, d => (int)d), strides);
        viewed += tensor.Bytes;
        if (viewed > MostViews * length)
            throw PickleError.Tensor(archive.Path, $"tensors are views of the same numbers over and over: more than {MostViews} times the file's {length} bytes");
        if (!tensor.IsContiguous && (last + 1) * StorageClass.Width(storage.Type) > int.MaxValue)
            throw PickleError.Tensor(archive.Path, $"{place} is a view with gaps that is too large: save a copy of it (tensor.contiguous())");
        return tensor;
    }
}
