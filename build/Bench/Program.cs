using System.Diagnostics;
using System.Globalization;
using NNCompress.Data;
using NNCompress.Engines;
using NNCompress.Engines.Managed.Matrices;
using NNCompress.Engines.Training;
using NNCompress.Models;

// How fast the managed engine is; each line gives the median and the best of several timed slices.
//     dotnet run -c Release --project build/Bench -- matrix [threads]       products of the sizes that the sample networks have
//     dotnet run -c Release --project build/Bench -- forward [threads]      images a second through the sample networks
//     dotnet run -c Release --project build/Bench -- train [threads]        images a second in training them, plain SGD
CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
int threads = args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : 1;
switch (args.FirstOrDefault())
{
    case "matrix":
        Matrix();
        return 0;
    case "forward":
        Forward();
        return 0;
    case "train":
        Train();
        return 0;
    default:
        Console.Error.WriteLine("usage: Bench matrix|forward|train [threads]");
        return 1;
}

void Matrix()
{
    foreach (SimdPath path in Enum.GetValues<SimdPath>().Where(p => p is not SimdPath.Auto))
    {
        foreach ((int m, int n, int k) in new[] { (128, 300, 784), (128, 10, 150), (50, 64, 500), (20, 576, 25), (768, 768, 768) })
        {
            float[] a = new float[m * k], b = new float[k * n], c = new float[m * n];
            Array.Fill(a, 0.5f);
            Array.Fill(b, 0.25f);
            (double median, double best) = Measure(() => MatrixKernel.Multiply(m, n, k, a, k, false, b, n, false, c, n, threads: threads, path: path));
            double giga = 2e-9 * m * n * k;
            Console.WriteLine($"matrix {path} {m}x{n}x{k} threads={threads}: best {best * giga:f1} median {median * giga:f1} GFLOP/s");
        }
    }
}

void Forward()
{
    Dataset data = Pixels(10_000);
    foreach (string file in Models())
    {
        Network network = OnnxFile.Load(file);
        ManagedEngine engine = new(threads);
        (double median, double best) = Measure(() => engine.Evaluate(network, data));
        double giga = 2e-9 * NetworkCost.Macs(network) * data.Count;
        Console.WriteLine($"{Path.GetFileNameWithoutExtension(file)} forward threads={threads}: best {best * data.Count:f0} median {median * data.Count:f0} images/s ({median * giga:f0} GFLOP/s)");
    }
}

void Train()
{
    foreach (string file in Models())
    {
        foreach (int batch in new[] { 64, 256 })
        {
            TrainingOptions options = new() { Optimiser = OptimiserKind.Sgd, Momentum = 0, BatchSize = batch };
            using ITrainingRun run = new ManagedEngine(threads).Begin(OnnxFile.Load(file), new TrainingSet(Pixels(batch)), options);
            int[] samples = [.. Enumerable.Range(0, batch)];
            (double median, double best) = Measure(() => run.Step(samples, 1e-3));
            Console.WriteLine($"{Path.GetFileNameWithoutExtension(file)} train batch={batch} threads={threads}: best {best * batch:f0} median {median * batch:f0} images/s");
        }
    }
}

static IEnumerable<string> Models() =>
    Directory.GetFiles(Path.Combine(Path.GetDirectoryName(Environment.ProcessPath)!, "..", "..", "..", "..", "..", "samples", "models"), "*.onnx").Order();

static Dataset Pixels(int count)
{
    Random random = new(1);
    float[] pixels = [.. Enumerable.Range(0, count * 784).Select(_ => random.NextSingle())];
    return new Dataset("random", [28, 28], pixels, [.. Enumerable.Range(0, count).Select(_ => random.Next(10))], new Scaling(1, [], []));
}

static (double Median, double Best) Measure(Action run)
{
    // Long enough for the compiler to reach its last tier.
    Stopwatch warm = Stopwatch.StartNew();
    while (warm.Elapsed.TotalSeconds < 0.7)
        run();
    List<double> rates = [];
    for (int slice = 0; slice < 7; slice++)
    {
        Stopwatch watch = Stopwatch.StartNew();
        int runs = 0;
        do
        {
            run();
            runs++;
        }
        while (watch.Elapsed.TotalSeconds < 0.2);
        rates.Add(runs / watch.Elapsed.TotalSeconds);
    }
    rates.Sort();
    return (rates[rates.Count / 2], rates[^1]);
}
