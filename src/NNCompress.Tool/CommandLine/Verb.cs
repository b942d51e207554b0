using NNCompress.Compression;

namespace NNCompress.Tool.CommandLine;

/// <summary>What the first argument can be.</summary>
/// <param name="Kind">One flag of <see cref="Verbs"/>; its name in lower case is what the user types.</param>
/// <param name="Model">What kind of file the model argument is.</param>
/// <param name="Summary">One line for the list of verbs.</param>
/// <param name="Examples">Argument lists, without the command's name, that work as they stand.</param>
/// <param name="Run">The operation behind it; null where it is the tool's own and ends without a report.</param>
internal sealed record Verb(
    Verbs Kind, string Model, string Summary, IReadOnlyList<string> Examples,
    Func<Operations, CompressionRequest, CancellationToken, CompressionResult>? Run)
{
    public static readonly IReadOnlyList<Verb> All =
    [
        new(Verbs.Compress, "The .onnx file; or a file of weights, with --architecture or --graph.",
            "Prune and encode under an accuracy budget, verify what was written, emit NAME.nnz and NAME.compressed.onnx.",
            [
                "compress model.onnx --data val/ --accuracy-budget 0.5",
                "compress model.onnx --data val/ --train-data train/ --accuracy-budget 0.5 -o out/ --json report.json",
            ],
            (operations, request, cancellation) => operations.Compress(request, cancellation)),
        new(Verbs.Prune, "The .onnx file; or a file of weights, with --architecture or --graph.",
            "Remove neurons and channels only: ONNX to a smaller ONNX.",
            [
                "prune model.onnx --train-data train/ --ratio 0.5 -o small.onnx",
                "prune model.pt --architecture mlp:784-300-150-10 --train-data train/ --ratio 0.5 -o small.pt",
                "prune model.onnx --data val/ --method activation --mean-threshold 0.1 --std-threshold 0.4 -o small.onnx",
            ],
            (operations, request, cancellation) => operations.Prune(request, cancellation)),
        new(Verbs.Encode, "The .onnx file, or a file of weights: .safetensors, TorchSharp's .dat, PyTorch's .pt.",
            "Code the weights only: ONNX, or weights without a graph, to .nnz.",
            ["encode model.safetensors -o model.nnz", "encode model.onnx --data val/ --accuracy-budget 0.5 -o model.nnz", "encode model.onnx --jpeg 20 -o model.nnz"],
            (operations, request, cancellation) => operations.Encode(request, cancellation)),
        new(Verbs.Decode, "The .nnz file.",
            "Turn a .nnz back into ONNX or a file of weights.",
            ["decode model.nnz -o model.safetensors", "decode model.nnz -o model.onnx", "decode model.nnz -o model.onnx --extract pictures/"],
            (operations, request, cancellation) => operations.Decode(request, cancellation)),
        new(Verbs.Evaluate, "The .onnx or .nnz file; or a file of weights, with --architecture or --graph.",
            "Measure the accuracy of an ONNX or .nnz file on labelled data.",
            ["evaluate model.nnz --data val/", "evaluate model.onnx --data val/ --predictions outputs.npy"],
            (operations, request, cancellation) => operations.Evaluate(request, cancellation)),
        new(Verbs.Train, "A specification (mlp:784-300-150-10, conv:1x28x28,c32,p,f,128,10), or an .onnx file whose weights are trained on.",
            "Train a network on labelled data: from a specification, or an ONNX graph.",
            [
                "train mlp:784-300-150-10 --train-data train/ --data val/ -o model.onnx",
                "train conv:1x28x28,c32,c32,p,c64,c64,p,f,d0.5,512,10 --train-data train/ --epochs 20 -o model.onnx",
                "train model.onnx --train-data train/ --patience 5 --checkpoint run.state --resume -o better.onnx",
            ],
            (operations, request, cancellation) => operations.Train(request, cancellation)),
        new(Verbs.Inspect, "The .onnx or .nnz file, or a file of weights.",
            "List layers, shapes, parameters, multiply-accumulates, bytes, coders and channel groups.",
            ["inspect model.onnx", "inspect model.onnx --groups", "inspect model.nnz --json model.json"],
            (operations, request, cancellation) => operations.Inspect(request, cancellation)),
        new(Verbs.Sweep, "The .onnx file, or a file of weights with --architecture or --graph; or merge, and behind it the parts that --shard wrote.",
            "Compare thresholds, ratios, qualities, budgets or methods: size against accuracy, the best row, a curve.",
            [
                "sweep model.onnx --data val/ --method activation -o out/",
                "sweep model.onnx --data val/ --methods reconstruct,magnitude --ratios 0.3..0.9:0.1 --json sweep.json",
                "sweep model.onnx --data val/ --budgets 0.25,0.5,1 --shard 2/3 --json part-2.json",
                "sweep merge part-1.json part-2.json part-3.json -o out/",
            ],
            (operations, request, cancellation) => operations.Sweep(request, cancellation)),
        new(Verbs.Show, "The .onnx or .nnz file; or a file of weights, with --architecture or --graph.",
            "Draw weights as pictures: a contact sheet of neurons and kernels, PNG or JPEG.",
            ["show model.onnx -o weights.png", "show model.nnz --tensor fc1.weight --limit 100 --columns 20 -o fc1.jpg"],
            (operations, request, cancellation) => operations.Show(request, cancellation)),
        new(Verbs.Init, "The .onnx file.",
            "Set up a C# project whose build compresses the model: adds the package and a PruneModel item with the options given.",
            ["init model.onnx --project App.csproj --data val/ --accuracy-budget 0.5", "init model.onnx --data val/ --target-size 40k"],
            Run: null),
    ];

    public string Name => Kind.ToString().ToLowerInvariant();
}
