using NNCompress.Compression;
using static NNCompress.Tool.CommandLine.OptionKinds;
using static NNCompress.Tool.CommandLine.Verbs;

namespace NNCompress.Tool.CommandLine.Lists;

/// <summary>What data there is, and how it is read.</summary>
internal static class DataOptionList
{
    /// <summary>Verbs that take a file of weights with a graph beside it.</summary>
    private const Verbs Binding = Compress | Prune | Encode | Evaluate | Inspect | Show | Verbs.Sweep;

    public static IReadOnlyList<Option> All { get; } =
    [
        Value("architecture", "LAYERS", Binding, OptionGroup.Data,
            "For a file of weights (.safetensors, .dat, .pt): the layers that it belongs to, as train takes them: mlp:784-300-150-10, conv:1x28x28,c32,p,f,10. Default: encode and inspect need none.",
            nameof(CompressionRequest.Architecture), (r, v) => r with { Architecture = v }),
        Path("graph", Binding, OptionGroup.Data,
            "For a file of weights: an .onnx file with the graph that it belongs to; weights are matched by name, else by shape where only one way fits. Default: --architecture.",
            nameof(CompressionRequest.GraphPath), (r, v) => r with { GraphPath = v }),

        Path("data", Running, OptionGroup.Data,
            "Data that judges, with the labels or targets that --metric needs: IDX, .npz, .npy, .csv, PyTorch's .pt or CIFAR's .bin, a file or a folder that holds one set; or a folder of images, "
            + "one folder a class, their names in order the labels: PNG and JPEG, other formats with --jpeg-codec imagesharp; resized to the network's input (linear, antialiased, both sides apart), gray where it takes one channel. "
            + "Where a verb calibrates and has no other data, it is split in two by seed: one half searches, the other judges.",
            nameof(CompressionRequest.DataPath), (r, v) => r with { DataPath = v }),
        Path("calibration-data", Compress | Prune | Encode | Verbs.Sweep, OptionGroup.Data,
            "Data for statistics and the search; labels optional. Default: --train-data, else half of --data.",
            nameof(CompressionRequest.CalibrationDataPath), (r, v) => r with { CalibrationDataPath = v }),
        Path("train-data", Compress | Prune | Encode | Train | Verbs.Sweep, OptionGroup.Data,
            "Training data: what train and --fine-tune learn from; calibrates too when no --calibration-data is given.",
            nameof(CompressionRequest.TrainDataPath), (r, v) => r with { TrainDataPath = v }),
        Value("scale", "DIVISOR", Running, OptionGroup.Data,
            "Stored values are divided by this. Default: 255 for bytes, 1 for floating-point data.",
            "DataOptions.Divisor",
            (r, v) => r with { DataOptions = r.DataOptions with { Divisor = OptionValue.Number("scale", v, 0, double.MaxValue, OpenEnd.Low) } }),
        Value("mean", "M[,M…]", Running, OptionGroup.Data,
            "Subtracted after the division: one number, or one a channel. Default: 0.",
            "DataOptions.Mean",
            (r, v) => r with { DataOptions = r.DataOptions with { Mean = OptionValue.Numbers("mean", v, positive: false) } }),
        Value("std", "S[,S…]", Running, OptionGroup.Data,
            "Divides after the subtraction: one number, or one a channel. Default: 1.",
            "DataOptions.Std",
            (r, v) => r with { DataOptions = r.DataOptions with { Std = OptionValue.Numbers("std", v, positive: true) } }),
        Value("label-column", "NAME|INDEX", Running, OptionGroup.Data,
            "CSV only: the label column's header or zero-based number; none for no labels; several separated by commas where --metric measures values. "
            + "Default: the column named label, else the first.",
            "DataOptions.LabelColumn",
            (r, v) => r with { DataOptions = r.DataOptions with { LabelColumn = v } }),
    ];
}
