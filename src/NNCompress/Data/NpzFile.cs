using System.IO.Compression;

namespace NNCompress.Data;

/// <summary>NumPy's .npz: a zip archive of .npy members. Read are <c>x</c> and <c>y</c>, or <c>x_test</c>/<c>y_test</c> and <c>x_train</c>/<c>y_train</c>.</summary>
internal static class NpzFile
{
    public static bool Matches(ReadOnlySpan<byte> start) => start is [(byte)'P', (byte)'K', 3 or 5, 4 or 6, ..];

    /// <summary>The inputs and, where the archive has them and they are wanted, the labels of <paramref name="part"/>.</summary>
    public static (StoredArray Inputs, StoredArray? Labels) Read(string path, DataPart part, bool withLabels = true)
    {
        try
        {
            using ZipArchive archive = ZipFile.OpenRead(path);
            foreach (string suffix in part == DataPart.Test ? new[] { "_test", "", "_train" } : ["_train", "", "_test"])
            {
                if (Find(archive, "x" + suffix) is { } inputs)
                    return (Read(path, inputs), withLabels && Find(archive, "y" + suffix) is { } labels ? Read(path, labels) : null);
            }
            string found = string.Join(", ", archive.Entries.Take(10).Select(e => DataError.Shortened(e.FullName)));
            throw DataError.NotRecognised(path, $"the archive has no member x.npy, x_test.npy or x_train.npy (found: {found}): save it with numpy.savez(file, x=…, y=…).");
        }
        catch (InvalidDataException e)
        {
            throw DataError.Damaged(path, "the zip archive is damaged or truncated: save the file again.", e);
        }
    }

    private static ZipArchiveEntry? Find(ZipArchive archive, string name) =>
        archive.Entries.FirstOrDefault(e => e.FullName.Equals(name + ".npy", StringComparison.OrdinalIgnoreCase));

    private static StoredArray Read(string path, ZipArchiveEntry entry)
    {
        try
        {
            using BoundedInput input = BoundedInput.Open(path, entry);
            return NpyFile.Matches(input.Peek(6))
                ? NpyFile.Read(input)
                : throw DataError.NotRecognised(path, "not in NPY format: save the archive with numpy.savez.");
        }
        catch (NncException e)
        {
            throw new NncException(e.Code, path, $"member {DataError.Shortened(entry.FullName)}: {e.Message}", e.InnerException);
        }
    }
}
