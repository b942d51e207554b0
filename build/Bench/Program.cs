using System.Diagnostics;
using System.Globalization;
using NNCompress.Data;
using NNCompress.Engines;
using NNCompress.Engines.Managed.Matrices;
using NNCompress.Models;

// How fast the managed engine is; each line gives the median and the best of several timed slices.
//     dotnet run -c Release --project build/Bench -- matrix [threads]       products of the sizes that the sample networks have
//     dotnet run -c Release --project build/Bench -- forward [threads]      images a second through the sample networks
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
    default:
        Console.Error.WriteLine("usage: Bench matrix|forward [threads]");
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
    string models = Path.Combine(Path.GetDirectoryName(Environment.ProcessPath)!, "..", "..", "..", "..", "..", "samples", "models");
    float[] pixels = new float[10_000 * 784];
    Random random = new(1);
    for (int i = 0; i < pixels.Length; i++)
        pixels[i] = random.NextSingle();
    Dataset data = new("random", [28, 28], pixels, null, new Scaling(1, [], []));
    foreach (string file in Directory.GetFiles(models, "*.onnx").Order())
    {
        Network network = OnnxFile.Load(file);
        ManagedEngine engine = new(threads);
        (double median, double best) = Measure(() => engine.Evaluate(network, data));
        double giga = 2e-9 * NetworkCost.Macs(network) * data.Count;
        Console.WriteLine($"{Path.GetFileNameWithoutExtension(file)} forward threads={threads}: best {best * data.Count:f0} median {median * data.Count:f0} images/s ({median * giga:f0} GFLOP/s)");
    }
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
