// What great models take of memory, with the tool in processes of its own.
// dotnet run --project build/Large -c Release [-- --gigabytes N] [--folder PATH]: encodes and decodes a model of 2.2 GB with external data.
// dotnet run --project build/Large -c Release -- --compress [WIDTH] [--folder PATH]: compresses a network with two hidden layers of 8,000.
using System.Globalization;
using Large;

double gigabytes = 2.2;
int? width = null;
string parent = Path.GetTempPath();
for (int i = 0; i < args.Length; i++)
{
    string? value = i + 1 < args.Length && !args[i + 1].StartsWith("--", StringComparison.Ordinal) ? args[i + 1] : null;
    if (args[i] == "--gigabytes" && value is not null)
        gigabytes = double.Parse(value, CultureInfo.InvariantCulture);
    else if (args[i] == "--compress")
        width = value is null ? 8000 : int.Parse(value, CultureInfo.InvariantCulture);
    else if (args[i] == "--folder" && value is not null)
        parent = value;
    else
        throw new ArgumentException($"There is no option '{args[i]}', or it lacks its value.");
    i += value is null ? 0 : 1;
}

DirectoryInfo folder = Directory.CreateDirectory(Path.Combine(parent, $"nncompress-large-{Guid.NewGuid():N}"));
try
{
    string[] failures = width is { } neurons ? CompressCheck.Run(folder.FullName, neurons) : EncodeCheck.Run(folder.FullName, (long)(gigabytes * 1e9));
    Console.WriteLine(failures.Length == 0 ? "passed" : $"FAILED: {string.Join("; ", failures)}");
    return failures.Length;
}
finally
{
    folder.Delete(recursive: true);
}
