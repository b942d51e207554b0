using System.Globalization;
using System.Text.RegularExpressions;

namespace NNCompress.Data;

/// <summary>
/// The binary versions of CIFAR-10 (<c>data_batch_1.bin</c> …, <c>test_batch.bin</c>) and CIFAR-100 (<c>train.bin</c>, <c>test.bin</c>), as Krizhevsky's page describes
/// them: a record is one label byte (CIFAR-100: the coarse one, then the fine one, which counts here) and 3 × 32 × 32 bytes, plane after plane.
/// </summary>
internal sealed partial class CifarFiles
{
    private const int Pixels = 3 * 32 * 32;

    private readonly string[] files;
    private readonly bool fine;

    private CifarFiles(string[] files, string source, bool fine) => (this.files, Source, this.fine) = (files, source, fine);

    /// <summary>The file, or for several the folder and their pattern.</summary>
    public string Source { get; }

    /// <summary>The files of one half of a folder, or the file itself; null where neither has such a name.</summary>
    /// <exception cref="NncException">NNC2052: a training batch is missing between others.</exception>
    public static CifarFiles? Find(string path, DataPart part)
    {
        if (!Directory.Exists(path))
            return FileName().Match(Path.GetFileName(path)) is { Success: true } name ? new CifarFiles([path], path, name.Groups["fine"].Success) : null;
        CifarFiles? training = Batches(path) ?? Single(path, "train.bin", fine: true);
        CifarFiles? test = Single(path, "test_batch.bin", fine: false) ?? Single(path, "test.bin", fine: true);
        return part == DataPart.Test ? test ?? training : training ?? test;
    }

    /// <exception cref="NncException">NNC2050: a length that is no whole number of records. NNC2051: a label out of range. NNC2046: too many records.</exception>
    public (StoredArray Inputs, int[] Labels) Read()
    {
        int header = fine ? 2 : 1, record = header + Pixels;
        long count = files.Sum(file => Records(file, record));
        if (count * Pixels > Array.MaxLength)
            throw DataError.TooLarge(Source, $"{count} pictures hold more than {Array.MaxLength} numbers: give a part of the data.");
        StoredNumbers numbers = new();
        float[] pixels = new float[Pixels];
        int[] labels = new int[count];
        byte[] buffer = new byte[record];
        int at = 0;
        foreach (string file in files)
        {
            using FileStream stream = File.OpenRead(file);
            for (long i = Records(file, record); i > 0; i--)
            {
                stream.ReadExactly(buffer);
                labels[at] = Label(file, buffer, stream.Position - record);
                for (int p = 0; p < Pixels; p++)
                    pixels[p] = buffer[header + p];
                numbers.Append(pixels);
                at++;
            }
        }
        return (new StoredArray(Source, [(int)count, 3, 32, 32], IsBytes: true, numbers), labels);
    }

    private static CifarFiles? Single(string folder, string name, bool fine)
    {
        string path = Path.Combine(folder, name);
        return File.Exists(path) ? new CifarFiles([path], path, fine) : null;
    }

    private static CifarFiles? Batches(string folder)
    {
        int[] numbers = [.. Directory.EnumerateFiles(folder, "data_batch_*.bin").Select(f => BatchName().Match(Path.GetFileName(f))).Where(m => m.Success)
            .Select(m => int.Parse(m.Groups["n"].Value, CultureInfo.InvariantCulture)).Order()];
        if (numbers.Length == 0)
            return null;
        if (Enumerable.Range(1, numbers[^1]).Except(numbers).ToArray() is [int missing, ..])
            throw new NncException("NNC2052", folder, $"data_batch_{missing}.bin is missing, and the folder holds data_batch_{numbers[^1]}.bin: unpack the archive again, or give the files one by one.");
        return new CifarFiles([.. numbers.Select(n => Path.Combine(folder, $"data_batch_{n}.bin"))], Path.Combine(folder, "data_batch_*.bin"), fine: false);
    }

    private static long Records(string file, int record)
    {
        long length = new FileInfo(file).Length;
        return length > 0 && length % record == 0
            ? length / record
            : throw new NncException("NNC2050", file, $"the file has {length} bytes, which is no whole number of pictures of {record} bytes: it is truncated, or of another format. Fetch it again.");
    }

    private int Label(string file, byte[] record, long position)
    {
        (int label, int classes) = fine && record[0] >= 20 ? (record[0], 20) : fine ? (record[1], 100) : (record[0], 10);
        return label < classes
            ? label
            : throw new NncException("NNC2051", file, $"the picture at byte {position} has the label {label}, and there are {classes} {(classes == 20 ? "coarse " : "")}classes from 0: the file is damaged, or of another format. Fetch it again.");
    }

    [GeneratedRegex(@"^(data_batch_\d{1,3}|test_batch|(?<fine>train|test))\.bin\z")]
    private static partial Regex FileName();

    [GeneratedRegex(@"^data_batch_(?<n>[1-9]\d{0,2})\.bin\z")]
    private static partial Regex BatchName();
}
