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

    /// <summary>Share of the parameters that leaves before a network is taught.</summary>
    private const double TaughtRatio = 0.3;

    /// <summary>Epochs for which it is taught.</summary>
    private const int TaughtEpochs = 5;

    private const string Taught = "-taught";

    /// <summary>The rows: networks that train_fashion.py knows, and one of them pruned and fine-tuned by the original's answers first.</summary>
    public static IReadOnlyList<string> Rows { get; } = ["resnet", "mobilenet", "mobilenet" + Taught];

    /// <summary>What train_fashion.py calls the network of a row.</summary>
    public static string NetworkOf(string row) => row.Replace(Taught, "", StringComparison.Ordinal);

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
        bool taught = name.EndsWith(Taught, StringComparison.Ordinal);
        Operations operations = new(new Silent());
        CompressionRequest request = new() { ModelPath = Model(folder, NetworkOf(name)), DataPath = data };
        string output = Path.Combine(folder, "out", $"{name}.nnz");
        CompressionRequest compress = request with { CalibrationDataPath = Images(folder), AccuracyBudget = Budget, OutputPath = output };
        if (taught)
        {
            string pruned = Path.Combine(folder, "out", $"{name}.onnx");
            double drop = Made(operations.Prune(
                request with { TrainDataPath = Images(folder), Ratio = TaughtRatio, FineTuneEpochs = TaughtEpochs, Training = new TrainingSettings { BatchSize = 128 }, OutputPath = pruned },
                CancellationToken.None)).Drop!.Value;
            compress = compress with { ModelPath = pruned, AccuracyBudget = Math.Round(Budget - drop, 2) };
        }
        CompressionReport made = Made(operations.Compress(compress, CancellationToken.None));
        double seconds = clock.Elapsed.TotalSeconds;
        // Against the original, whatever was compressed.
        CompressionReport whole = Made(operations.Evaluate(request with { ModelPath = output, ReferencePath = request.ModelPath }, CancellationToken.None));
        if (whole.Drop > Budget)
            throw new NncException("NNC3001", request.ModelPath, FormattableString.Invariant($"the drop is {whole.Drop:0.00} points."));
        return new FashionRow
        {
            Name = NetworkOf(name),
            Kind = NetworkOf(name) == "resnet" ? "residual" : "depthwise",
            How = taught ? "`prune --fine-tune`, `compress`" : "`compress`",
            Parameters = whole.Parameters!.Before,
            Macs = whole.Macs!.Before,
            Removed = 1 - ((double)whole.Parameters.After / whole.Parameters.Before),
            Before = whole.Baseline!.Accuracy,
            After = whole.Compressed!.Accuracy,
            Interval = whole.DropInterval!,
            FileBytes = new FileInfo(request.ModelPath).Length,
            ArtifactBytes = made.ArtifactBytes!.Value,
            Seconds = seconds,
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
        page.Append(FormattableString.Invariant($"The second depthwise row loses channels first and learns to make up for them from the original's answers, again without labels: `prune MODEL --ratio {TaughtRatio} --fine-tune {TaughtEpochs}\n"));
        page.Append("--batch-size 128 --train-data UNLABELLED --data TEST`, then `compress` with what the drop that this reports has left of the 0.5 points: the test images judge twice. Its figures are against the\n");
        page.Append("original network.\n\n");
        page.Append("| network | kind | how | parameters | MACs | accuracy before | after | drop (95 % interval) | parameters removed | ONNX | .nnz | ratio | seconds | peak memory, MB |\n");
        page.Append("| --- | --- | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |\n");
        foreach (FashionRow row in rows)
            page.Append(Line(row)).Append('\n');
        return page.ToString();
    }

    public static string Line(FashionRow r)
    {
        FormattableString[] cells =
        [
            $"{r.Name}", $"{r.Kind}", $"{r.How}", $"{r.Parameters:N0}", $"{r.Macs / 1e6:f1} M", $"{r.Before:f2} %", $"{r.After:f2} %", $"{r.Before - r.After:f2} ({r.Interval[0]:f2} to {r.Interval[1]:f2})", $"{100 * r.Removed:f0} %",
            $"{r.FileBytes:N0}", $"{r.ArtifactBytes:N0}", $"{(double)r.FileBytes / r.ArtifactBytes:f1}×", $"{r.Seconds:f0}", $"{r.PeakBytes / 1e6:N0}",
        ];
        return $"| {string.Join(" | ", cells.Select(c => c.ToString(CultureInfo.InvariantCulture)))} |";
    }

    private static string Images(string folder) => Path.Combine(folder, "unlabelled.npy");

    private static string Model(string folder, string name) => Path.Combine(folder, $"fashion-{name}.onnx");
}
