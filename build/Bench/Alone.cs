namespace NNCompress.Bench;

/// <summary>The engine without a peer.</summary>
internal static class Alone
{
    public static int Run(int threads, bool training)
    {
        foreach (Case one in Cases.Shared(threads).Concat(Cases.Own(threads)).Where(c => c.Training == training))
        {
            Slices.Warm(one.Run);
            double[] rates = Slices.Rates(one.Run, 0.2);
            Console.WriteLine($"{one.Name} threads={threads}: best {rates[^1] * one.Images:f0} median {Slices.Median(rates) * one.Images:f0} images/s");
        }
        return 0;
    }
}
