using NNCompress.Engines.Managed.Matrices;

namespace NNCompress.Bench;

/// <summary>Matrix products of the sizes that the sample networks have.</summary>
internal static class Products
{
    public static int Run(int threads)
    {
        foreach (SimdPath path in Enum.GetValues<SimdPath>().Where(p => p is not SimdPath.Auto))
        {
            foreach ((int m, int n, int k) in new[] { (128, 300, 784), (128, 10, 150), (50, 64, 500), (20, 576, 25), (768, 768, 768) })
            {
                float[] a = new float[m * k], b = new float[k * n], c = new float[m * n];
                Array.Fill(a, 0.5f);
                Array.Fill(b, 0.25f);
                void Multiply() => MatrixKernel.Multiply(m, n, k, a, k, false, b, n, false, c, n, threads: threads, path: path);
                Slices.Warm(Multiply);
                double[] rates = Slices.Rates(Multiply, 0.1);
                double giga = 2e-9 * m * n * k;
                Console.WriteLine($"matrix {path} {m}x{n}x{k} threads={threads}: best {rates[^1] * giga:f1} median {Slices.Median(rates) * giga:f1} GFLOP/s");
            }
        }
        return 0;
    }
}
