using System.Text.RegularExpressions;

namespace NNCompress.Data;

/// <summary>Finds the data file in a folder, and the labels that belong to a file of images.</summary>
internal static partial class DataFolder
{
    private static readonly string[] Tables = [".npz", ".npy", ".csv", .. TorchData.Extensions];

    /// <summary>Whether the folder holds files that <see cref="Find"/> chooses from, so that images in it are something else.</summary>
    public static bool HasFiles(string folder) => !Directory.Exists(folder) || Directory.EnumerateFiles(folder).Any(f =>
        Tables.Contains(Path.GetExtension(f), StringComparer.OrdinalIgnoreCase)
        || (Path.GetFileName(f).Contains("images", StringComparison.OrdinalIgnoreCase) && !Images.ImageFile.HasEnding(f)));

    /// <summary>The images of an IDX pair, of <paramref name="part"/> where the folder has both; else the folder's .npz, .npy, .csv or .pt.</summary>
    /// <exception cref="NncException">NNC2041: none, or no telling which.</exception>
    public static string Find(string folder, DataPart part)
    {
        string[] files = [.. Directory.EnumerateFiles(folder).Order(StringComparer.Ordinal)];
        string[] arrays = [.. files.Where(f => Tables.Contains(Path.GetExtension(f), StringComparer.OrdinalIgnoreCase))];
        string[] tables = [.. arrays.Except(arrays.Select(TargetsOf).OfType<string>(), StringComparer.Ordinal)];
        string[] images = [.. files.Except(arrays)
            .Where(f => Path.GetFileName(f).Contains("images", StringComparison.OrdinalIgnoreCase))
            .DistinctBy(WithoutGz, StringComparer.OrdinalIgnoreCase)];
        return Choose(images, part) ?? (images.Length == 0 ? Choose(tables, part) : null) ?? throw NothingFound(folder, files);
    }

    /// <summary>The labels beside a file of images, found by name (images → labels, idx3 → idx1); null where there are none.</summary>
    public static string? LabelsOf(string images)
    {
        string name = Path.GetFileName(images);
        string labels = DimensionPattern().Replace(ImagesPattern().Replace(name, "labels"), "idx1");
        if (labels == name)
            return null;
        string folder = Path.GetDirectoryName(Path.GetFullPath(images))!;
        string plain = WithoutGz(labels);
        return new[] { labels, plain, plain + ".gz" }.Select(n => Path.Combine(folder, n)).FirstOrDefault(File.Exists);
    }

    /// <summary>The labels or targets beside an .npy or .pt file of samples whose name is x or begins with x_ (x_test.npy → y_test.npy); null where there are none.</summary>
    public static string? TargetsOf(string samples)
    {
        string name = Path.GetFileName(samples);
        if (!SamplesPattern().IsMatch(name))
            return null;
        string targets = Path.Combine(Path.GetDirectoryName(samples) ?? "", (name[0] == 'X' ? 'Y' : 'y') + name[1..]);
        string lower = Path.Combine(Path.GetDirectoryName(samples) ?? "", 'y' + name[1..]);
        return File.Exists(targets) ? targets : File.Exists(lower) ? lower : null;
    }

    private static string? Choose(string[] candidates, DataPart part)
    {
        if (candidates.Length == 1)
            return candidates[0];
        string[] words = part == DataPart.Test ? ["t10k", "test"] : ["train"];
        string[] matching = [.. candidates.Where(c => words.Any(w => Path.GetFileName(c).Contains(w, StringComparison.OrdinalIgnoreCase)))];
        return matching.Length == 1 ? matching[0] : null;
    }

    private static NncException NothingFound(string folder, string[] files)
    {
        string found = files.Length == 0 ? "nothing" : string.Join(", ", files.Take(10).Select(f => DataError.Shortened(Path.GetFileName(f))));
        string more = files.Length > 10 ? $" and {files.Length - 10} more" : "";
        return DataError.NotRecognised(folder, "the folder must hold an IDX pair (t10k-images… and t10k-labels…, train-images… and train-labels…, or one "
            + $"*images*/*labels* pair) a single .npz, .npy, .csv or .pt file, images in a folder for each class, or CIFAR's data_batch_*.bin and test_batch.bin or train.bin and test.bin; it holds {found}{more}. Give the file itself.");
    }

    private static string WithoutGz(string name) => name.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? name[..^3] : name;

    [GeneratedRegex(@"^x(_.*)?\.(npy|pt|pth)$", RegexOptions.IgnoreCase)]
    private static partial Regex SamplesPattern();

    [GeneratedRegex("images", RegexOptions.IgnoreCase)]
    private static partial Regex ImagesPattern();

    [GeneratedRegex("idx[0-9]", RegexOptions.IgnoreCase)]
    private static partial Regex DimensionPattern();
}
