namespace NNCompress.Bench;

/// <summary>The peer and the engine in turn, so that both meet the same load; then what the engine alone does.</summary>
internal static class Comparison
{
    private const double Slice = 0.1;

    public static int Run(Arguments arguments)
    {
        if (!File.Exists(arguments.Script))
        {
            Console.Error.WriteLine($"The peer's program '{arguments.Script}' is not there: give the path of a script that times PyTorch with --script.");
            return 2;
        }
        TorchPeer peer = new(arguments.Python, arguments.Script!, arguments.Threads);
        Case[] shared = [.. Cases.Shared(arguments.Threads)], own = [.. Cases.Own(arguments.Threads)];
        foreach (Case one in shared.Concat(own))
            Slices.Warm(one.Run);
        Dictionary<string, List<double>> theirs = [], ours = [];
        for (int round = 0; round < arguments.Rounds; round++)
        {
            foreach (IGrouping<string, Case> network in shared.GroupBy(c => c.Network))
            {
                if (peer.Measure(network.Key, Slice) is not { } medians)
                    return 2;
                foreach ((string name, double median) in medians)
                    Note(theirs, name, median);
                foreach (Case one in network)
                    Note(ours, one.Name, Slices.Median(Slices.Rates(one.Run, Slice)) * one.Images);
            }
            foreach (Case one in own)
                Note(ours, one.Name, Slices.Median(Slices.Rates(one.Run, Slice)) * one.Images);
        }
        Console.WriteLine($"threads={arguments.Threads}, images/s, medians of {arguments.Rounds} rounds; load at the end {Load()}");
        Console.WriteLine($"{"case",-48} {"peer",10} {"managed",10} {"ratio",7}  by rounds");
        foreach (Case one in shared.Concat(own))
        {
            double managed = Slices.Median(ours[one.Name]);
            Console.WriteLine(theirs.TryGetValue(one.Name, out List<double>? rates)
                ? $"{one.Name,-48} {Slices.Median(rates),10:f0} {managed,10:f0} {managed / Slices.Median(rates),7:f2}  {string.Join(' ', rates.Zip(ours[one.Name], (t, o) => $"{o / t:f2}"))}"
                : $"{one.Name,-48} {"",10} {managed,10:f0}");
        }
        return 0;
    }

    private static string Load() => File.Exists("/proc/loadavg") ? File.ReadAllText("/proc/loadavg").Split(' ')[0] : "unknown";

    private static void Note(Dictionary<string, List<double>> rates, string name, double rate)
    {
        if (!rates.TryGetValue(name, out List<double>? list))
            rates[name] = list = [];
        list.Add(rate);
    }
}
