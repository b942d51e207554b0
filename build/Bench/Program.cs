using System.Diagnostics;
using System.Globalization;
using NNCompress.Engines.Managed.Matrices;

// How fast the managed engine is. Prints the median and the best of several timed slices:
//     dotnet run -c Release --project build/Bench -- matrix [threads]
CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
int threads = args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : 1;
foreach (SimdPath path in Enum.GetValues<SimdPath>())
{
    foreach ((int m, int n, int k) in new[] { (128, 300, 784), (128, 10, 150), (50, 64, 500), (20, 576, 25), (768, 768, 768) })
    {
        float[] a = new float[m * k], b = new float[k * n], c = new float[m * n];
        Array.Fill(a, 0.5f);
        Array.Fill(b, 0.25f);
        double perSecond = Measure(() => MatrixKernel.Multiply(m, n, k, a, k, false, b, n, false, c, n, threads: threads, path: path));
        Console.WriteLine($"matrix {path} {m}x{n}x{k} threads={threads}: {2.0 * m * n * k * perSecond / 1e9:f1} GFLOP/s");
    }
}

static double Measure(Action run)
{
    List<double> rates = [];
    for (int slice = 0; slice < 6; slice++)
    {
        Stopwatch watch = Stopwatch.StartNew();
        int runs = 0;
        do
        {
            run();
            runs++;
        }
        while (watch.Elapsed.TotalSeconds < 0.1);
        rates.Add(runs / watch.Elapsed.TotalSeconds);
    }
    rates.Sort();
    return rates[rates.Count / 2];
}
