using System.IO.Compression;
using System.Runtime.InteropServices;
using NNCompress.Runtime;

namespace NNCompress.Bench;

/// <summary>How fast whole artifacts decode, from the file's bytes to the weights of all tensors, beside gzip on the same weights.</summary>
internal static class Artifacts
{
    public static int Run(IReadOnlyList<string> files)
    {
        Console.WriteLine("whole artifacts, one core, millions of weights a second of processor time: best and median");
        foreach (string file in files)
        {
            if (!File.Exists(file))
            {
                Console.Error.WriteLine($"There is no file '{file}': give .nnz files, as `dotnet nncompress encode` writes them.");
                return 2;
            }
            Measure(Path.GetFileName(file), File.ReadAllBytes(file));
        }
        Console.WriteLine("beside them, by the clock:");
        Decoding.Jpegs();
        return 0;
    }

    private static void Measure(string name, byte[] content)
    {
        using MemoryStream raw = new();
        foreach (NnzSection section in NnzFile.Open(content).Sections)
            raw.Write(MemoryMarshal.AsBytes<float>(section.Decode()));
        long weights = raw.Length / sizeof(float);
        byte[] plain = raw.ToArray(), zipped = Zip(plain);
        string ours = Rate(() => Decode(content), weights);
        string gzip = Rate(() => Decoding.Unzip(zipped, plain), weights);
        Console.WriteLine($"{name}, {weights} weights in {content.Length} bytes ({8.0 * content.Length / weights:f2} bits/weight): {ours}; gzip, {8.0 * zipped.Length / weights:f2} bits/weight: {gzip}");
        foreach (NnzSection section in NnzFile.Open(content).Sections.Where(s => s.Shape.Length > 1))
        {
            int count = section.Decode().Length;
            Console.WriteLine($"  {section.Name}, coder {section.Coder}, {8.0 * section.Bytes / count:f2} bits/weight: {Rate(() => section.Decode(), count)}");
        }
    }

    // By processor time: other work on the machine takes none of it.
    private static string Rate(Action run, double weights)
    {
        // Until the compiler has reached its last tier, however little of the processor there is.
        for (TimeSpan start = Environment.CpuUsage.TotalTime; (Environment.CpuUsage.TotalTime - start).TotalSeconds < 1;)
            run();
        double[] rates = new double[Slices.Count];
        for (int slice = 0; slice < rates.Length; slice++)
        {
            TimeSpan start = Environment.CpuUsage.TotalTime;
            double seconds = 0;
            for (int runs = 1; seconds < 0.15; runs++)
            {
                run();
                seconds = (Environment.CpuUsage.TotalTime - start).TotalSeconds;
                rates[slice] = runs / seconds;
            }
        }
        return $"{rates.Max() * weights / 1e6:f1} {Slices.Median(rates) * weights / 1e6:f1}";
    }

    private static void Decode(byte[] content)
    {
        foreach (NnzSection section in NnzFile.Open(content).Sections)
            section.Decode();
    }

    private static byte[] Zip(byte[] plain)
    {
        using MemoryStream stream = new();
        using (GZipStream gzip = new(stream, CompressionLevel.Optimal, true))
            gzip.Write(plain);
        return stream.ToArray();
    }
}
