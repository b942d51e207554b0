using System.Diagnostics;

namespace NNCompress.Bench;

/// <summary>Timed slices of a repeated action.</summary>
internal static class Slices
{
    public const int Count = 7;

    /// <summary>Long enough for the compiler to reach its last tier.</summary>
    public static void Warm(Action run)
    {
        Stopwatch watch = Stopwatch.StartNew();
        while (watch.Elapsed.TotalSeconds < 0.7)
            run();
    }

    /// <summary>Runs a second in each slice, slowest first.</summary>
    public static double[] Rates(Action run, double seconds)
    {
        run();
        double[] rates = new double[Count];
        for (int slice = 0; slice < Count; slice++)
        {
            Stopwatch watch = Stopwatch.StartNew();
            int runs = 0;
            do
            {
                run();
                runs++;
            }
            while (watch.Elapsed.TotalSeconds < seconds);
            rates[slice] = runs / watch.Elapsed.TotalSeconds;
        }
        Array.Sort(rates);
        return rates;
    }

    public static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }
}
