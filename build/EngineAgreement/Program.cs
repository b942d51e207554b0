// Compares the managed and the TorchSharp engine on Fashion-MNIST: rankings of channels by every method, a training, and time. Writes agreement.md beside itself.
//   dotnet run --project build/EngineAgreement -c Release -p:UseTorchSharp=true -- FOLDER-OF-FASHION-MNIST [THREADS]
using System.Globalization;
using System.Text;
using EngineAgreement;
using NNCompress.Data;
using NNCompress.Engines;
using NNCompress.Engines.Training;
using NNCompress.Models;
using NNCompress.Pruning;
using NNCompress.TorchSharp;

const int Seed = 1, Epochs = 10, RankingSamples = 4096;
if (args.Length is < 1 or > 2)
{
    Console.Error.WriteLine("usage: EngineAgreement FOLDER-OF-FASHION-MNIST [THREADS]");
    return 1;
}
int threads = args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : Environment.ProcessorCount;
string root = AppContext.BaseDirectory;
while (!File.Exists(Path.Combine(root, "dotnet-nncompress.sln")))
    root = Path.GetDirectoryName(root) ?? throw new DirectoryNotFoundException("Run this inside the repository.");
Dataset train = DatasetReader.Read(args[0], DataPart.Train, new DataOptions()), test = DatasetReader.Read(args[0], DataPart.Test, new DataOptions());
Dataset few = train.Select([.. Enumerable.Range(0, Math.Min(RankingSamples, train.Count))]);
ITrainingEngine managed = new ManagedEngine(threads), torch = new TorchEngine(new EngineOptions(threads));
StringBuilder page = new();
bool agrees = true;

Say($"# Agreement of the engines\n\nThe managed engine and the TorchSharp engine ({typeof(TorchSharp.torch).Assembly.GetName().Version!.ToString(3)}), the same seed and data; {threads} thread{(threads == 1 ? "" : "s")}. Written by `build/EngineAgreement`.\n");
Say($"## Rankings\n\nSpearman's correlation of the channels' scores, over the whole network and in the layer where it is lowest; {few.Count} samples of Fashion-MNIST's training half.\nL1, L0 and lottery train first, for two epochs and for one: where training has brought two scores together, rounding decides which is greater.\nHow much that is shows the managed engine against itself, with weights moved by one part in ten million.\n");
string[] files = ["fashion-mlp-300-150.onnx", "fashion-lenet.onnx"];
Say($"| method | {string.Join(" | ", files.Select(f => $"{f} | its lowest layer | managed, moved | its lowest layer"))} |\n| --- |{string.Concat(files.Select(_ => " ---: | ---: | ---: | ---: |"))}");
foreach (PruningMethod method in Rankings.Methods)
{
    List<string> cells = [];
    foreach (string file in files)
    {
        Network network = OnnxFile.Load(Path.Combine(root, "samples", "models", file));
        IReadOnlyDictionary<string, double[]> a = new Rankings(managed, network, few, Seed).Of(method);
        (double whole, string cell) = Compare(a, new Rankings(torch, network, few, Seed).Of(method));
        agrees &= whole >= 0.99;
        cells.Add($"{cell} | {Compare(a, new Rankings(managed, Moved(network), few, Seed).Of(method)).Cell}");
    }
    Say($"| {method.ToString().ToLowerInvariant()} | {string.Join(" | ", cells)} |");
}
Say($"\n## Training\n\n{Epochs} epochs over {train.Count} samples with Adam; accuracy on {test.Count} test samples.\n\n| network | managed | TorchSharp | difference | processor seconds, managed | TorchSharp |\n| --- | ---: | ---: | ---: | ---: | ---: |");
foreach (string architecture in (string[])["mlp:784-300-150-10"])
{
    (double first, double firstSeconds) = TrainingComparison.Run(managed, architecture, train, test, Epochs, Seed);
    (double second, double secondSeconds) = TrainingComparison.Run(torch, architecture, train, test, Epochs, Seed);
    agrees &= Math.Abs(first - second) <= 0.5;
    Say(FormattableString.Invariant($"| {architecture} | {first:f2} % | {second:f2} % | {second - first:+0.00;−0.00;0.00} | {firstSeconds:f1} | {secondSeconds:f1} |"));
}
Say($"\n## Evaluation\n\n{test.Count} samples, the least of three runs.\n\n| network | managed | TorchSharp | processor seconds, managed | TorchSharp |\n| --- | ---: | ---: | ---: | ---: |");
foreach (string file in files)
{
    Network network = OnnxFile.Load(Path.Combine(root, "samples", "models", file));
    (double first, double firstSeconds) = Best(managed, network);
    (double second, double secondSeconds) = Best(torch, network);
    agrees &= Math.Abs(first - second) <= 0.5;
    Say(FormattableString.Invariant($"| {file} | {first:f2} % | {second:f2} % | {firstSeconds:f3} | {secondSeconds:f3} |"));
}
File.WriteAllText(Path.Combine(root, "build", "EngineAgreement", "agreement.md"), page.ToString());
return agrees ? 0 : 1;

(double Whole, string Cell) Compare(IReadOnlyDictionary<string, double[]> a, IReadOnlyDictionary<string, double[]> b)
{
    double whole = Spearman.Of([.. a.Keys.SelectMany(group => a[group])], [.. a.Keys.SelectMany(group => b[group])]);
    string lowest = a.Keys.MinBy(group => Spearman.Of(a[group], b[group]))!;
    return (whole, FormattableString.Invariant($"{whole:f5} | {Spearman.Of(a[lowest], b[lowest]):f5} ({a[lowest].Length} channels)"));
}

Network Moved(Network network)
{
    Network moved = network.Clone();
    Random random = new(Seed);
    foreach (Tensor weight in network.Weights.ToArray())
        moved.Replace(new Tensor(weight.Name, weight.Shape, Array.ConvertAll(weight.Floats, w => w * (1 + (random.Next(2) == 0 ? -1e-7f : 1e-7f)))));
    return moved;
}

(double Accuracy, double Seconds) Best(IEngine engine, Network network)
{
    double accuracy = 0, seconds = double.PositiveInfinity;
    for (int i = 0; i < 3; i++)
    {
        double start = TrainingComparison.ProcessorSeconds;
        accuracy = TrainingComparison.Accuracy(engine, network, test);
        seconds = Math.Min(seconds, TrainingComparison.ProcessorSeconds - start);
    }
    return (accuracy, seconds);
}

void Say(string text)
{
    Console.WriteLine(text);
    page.Append(text).Append('\n');
}
