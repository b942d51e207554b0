using System.Diagnostics;
using System.Globalization;
using System.Text;
using NNCompress;
using NNCompress.Compression;
using NNCompress.Data;
using NNCompress.Reports;

namespace Zoo;

/// <summary>A residual and a depthwise network, trained by PyTorch on Fashion-MNIST, compressed with images that have no labels.</summary>
internal static class FashionCheck
{
    /// <summary>Percentage points that accuracy may drop.</summary>
    public const double Budget = 0.5;

    /// <summary>How much smaller the artifact has to be.</summary>
    public const double Ratio = 20;

    /// <summary>Networks that train_fashion.py knows.</summary>
    public static IReadOnlyList<string> Rows { get; } = ["resnet", "mobilenet"];

    /// <summary>Trains the network and takes the labels off the training images, where that was not done yet.</summary>
    public static void Prepare(string root, string folder, string data, string python, string name)
    {
        Directory.CreateDirectory(folder);
        string images = Images(folder), model = Model(folder, name);
        if (!File.Exists(images))
        {
            Dataset training = DatasetReader.Read(data, DataPart.Train, new DataOptions { Divisor = 1 });
            new Samples([1, 28, 28]).WriteNpy(images, Array.ConvertAll(training.Inputs, v => v / 255));
        }
        if (!File.Exists(model))
            Programs.Run(python, "-W", "ignore", Path.Combine(root, "build", "Zoo", "train_fashion.py"), name, data, model);
    }

    /// <summary>Compresses it.</summary>
    /// <exception cref="NncException">The budget does not hold, or another failure of a verb.</exception>
    public static FashionRow Run(string folder, string data, string name)
    {
        Stopwatch clock = Stopwatch.StartNew();
        CompressionReport made = Made(new Operations(new Silent()).Compress(
            new CompressionRequest
            {
                ModelPath = Model(folder, name),
                DataPath = data,
                CalibrationDataPath = Images(folder),
                AccuracyBudget = Budget,
                OutputPath = Path.Combine(folder, "out", $"{name}.nnz"),
            },
            CancellationToken.None));
        return new FashionRow
        {
            Name = name,
            Kind = name == "resnet" ? "residual" : "depthwise",
            Parameters = made.Parameters!.Before,
            Macs = made.Macs!.Before,
            Removed = 1 - ((double)made.Parameters.After / made.Parameters.Before),
            Before = made.Baseline!.Accuracy,
            After = made.Compressed!.Accuracy,
            Interval = made.DropInterval!,
            FileBytes = made.OriginalBytes,
            ArtifactBytes = made.ArtifactBytes!.Value,
            Seconds = clock.Elapsed.TotalSeconds,
            PeakBytes = Process.GetCurrentProcess().PeakWorkingSet64,
        };
    }

    private static CompressionReport Made(CompressionResult result) => result.Failure is { } failure ? throw failure : result.Report;

    public static string Page(IReadOnlyList<FashionRow> rows)
    {
        StringBuilder page = new();
        page.Append("# Residual and depthwise networks\n\n<!-- dotnet run --project build/Zoo -c Release -- --fashion -->\n\n");
        page.Append("Trained by `train_fashion.py` (PyTorch, eight epochs) on the 60,000 training images of Fashion-MNIST, then `compress MODEL --data TEST --calibration-data UNLABELLED --accuracy-budget 0.5`: the search sees the\n");
        page.Append("training images without their labels, the 10,000 test images judge the finished file and nothing else, and nothing is trained. Two cores.\n\n");
        page.Append("| network | kind | parameters | MACs | accuracy before | after | drop (95 % interval) | parameters removed | ONNX | .nnz | ratio | seconds | peak memory, MB |\n");
        page.Append("| --- | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |\n");
        foreach (FashionRow row in rows)
            page.Append(Line(row)).Append('\n');
        return page.ToString();
    }

    public static string Line(FashionRow r)
    {
        FormattableString[] cells =
        [
            $"{r.Name}", $"{r.Kind}", $"{r.Parameters:N0}", $"{r.Macs / 1e6:f1} M", $"{r.Before:f2} %", $"{r.After:f2} %", $"{r.Before - r.After:f2} ({r.Interval[0]:f2} to {r.Interval[1]:f2})", $"{100 * r.Removed:f0} %",
            $"{r.FileBytes:N0}", $"{r.ArtifactBytes:N0}", $"{(double)r.FileBytes / r.ArtifactBytes:f1}×", $"{r.Seconds:f0}", $"{r.PeakBytes / 1e6:N0}",
        ];
        return $"| {string.Join(" | ", cells.Select(c => c.ToString(CultureInfo.InvariantCulture)))} |";
    }

    private static string Images(string folder) => Path.Combine(folder, "unlabelled.npy");

    private static string Model(string folder, string name) => Path.Combine(folder, $"fashion-{name}.onnx");
}
