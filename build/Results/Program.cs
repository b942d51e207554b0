// Compresses the networks in samples/models, without training and with it, and writes the table of results into README.md, between its markers.
// dotnet run --project build/Results -c Release [-- DATA-FOLDER]
// DATA-FOLDER holds a full set as IDX; default: the one that Debian's package dataset-fashion-mnist installs.
using System.Globalization;
using System.Text;
using NNCompress;
using NNCompress.Compression;
using NNCompress.Reports;

const string Begin = "<!-- results: dotnet run --project build/Results -c Release -->";
const string End = "<!-- end of results -->";
const double Budget = 0.5;
const int Epochs = 10;

string root = Path.GetDirectoryName(Find("dotnet-nncompress.sln"))!;
string data = args.Length > 0 ? args[0] : "/usr/share/datasets/fashion-mnist";
string readme = Path.Combine(root, "README.md");
string[] names = ["fashion-mlp-300-150", "fashion-mlp-512", "fashion-lenet"];
string[] models = [.. names.Select(name => Path.Combine(root, "samples", "models", $"{name}.onnx"))];

StringBuilder table = new();
table.AppendLine("| network | training | accuracy before | after | drop (95 % interval) | parameters | ONNX | .nnz | ratio | seconds |");
table.AppendLine("| --- | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |");
foreach ((int epochs, string model) in new[] { 0, Epochs }.SelectMany(e => models.Select(m => (e, m))))
{
    Console.WriteLine($"compressing {model}{(epochs == 0 ? "" : $" --fine-tune {epochs}")}");
    CompressionResult result = new Operations(new Silent()).Compress(
        new CompressionRequest
        {
            ModelPath = model,
            DataPath = data,
            TrainDataPath = data,
            AccuracyBudget = Budget,
            FineTuneEpochs = epochs,
            OutputPath = Path.Combine(root, "artifacts", "results") + Path.DirectorySeparatorChar,
        },
        CancellationToken.None);
    if (result.Failure is not null)
        throw result.Failure;
    table.AppendLine(Row(Path.GetFileNameWithoutExtension(model), epochs, result.Report));
}

string text = File.ReadAllText(readme);
int begin = text.IndexOf(Begin, StringComparison.Ordinal), end = text.IndexOf(End, StringComparison.Ordinal);
if (begin < 0 || end < begin)
    throw new InvalidOperationException($"{readme} lacks the markers '{Begin}' and '{End}'.");
AtomicFile.Write(readme, $"{text[..(begin + Begin.Length)]}\n\n{table.ToString().ReplaceLineEndings("\n")}\n{text[end..]}");
Console.Write(table);

static string Row(string name, int epochs, CompressionReport r)
{
    double change = 100.0 * (r.Parameters!.After - r.Parameters.Before) / r.Parameters.Before;
    FormattableString[] cells =
    [
        $"{name}", $"{(epochs == 0 ? "none" : $"`--fine-tune {epochs}`")}", $"{r.Baseline!.Accuracy:F2} %", $"{r.Compressed!.Accuracy:F2} %", $"{r.Drop:F2} ({r.DropInterval![0]:F2} to {r.DropInterval[1]:F2})",
        $"{change:F0} %", $"{r.OriginalBytes:N0}", $"{r.ArtifactBytes:N0}", $"{r.Ratio:F1}×", $"{r.Seconds:F0}",
    ];
    return $"| {string.Join(" | ", cells.Select(c => c.ToString(CultureInfo.InvariantCulture)))} |";
}

static string Find(string name)
{
    for (string? folder = AppContext.BaseDirectory; folder is not null; folder = Path.GetDirectoryName(folder))
    {
        if (File.Exists(Path.Combine(folder, name)))
            return Path.Combine(folder, name);
    }
    throw new FileNotFoundException("Run this inside the repository.", name);
}

/// <summary>Warnings matter, progress does not.</summary>
internal sealed class Silent : IReporter
{
    public void Progress(string stage, double fraction, string? detail = null)
    {
    }

    public void Info(string message)
    {
    }

    public void Warning(string code, string? path, string message) => Console.Error.WriteLine($"warning {code}: {path}: {message}");
}
