using NNCompress.Data;
using NNCompress.Models;
using NNCompress.Pruning;
using NNCompress.Reports;
using NNCompress.Reports.Pictures;

namespace NNCompress.Compression.Details;

/// <summary>Gathers, while a run goes on, what only its page shows; there is none where no page is asked for.</summary>
/// <param name="run">The run.</param>
internal sealed class DetailCollector(RunContext run)
{
    private const int MostTrials = 5000, MostGroups = 8;

    /// <summary>Samples whose activations are looked at.</summary>
    private const int Samples = 2000;

    private readonly List<TrialRow> trials = [];
    private int tried;
    private Dependencies? original;
    private IReadOnlySet<int> removed = new HashSet<int>();
    private ActivationFigures? activations;
    private (IReadOnlyList<PictureSet> Sets, int Count) pictures = ([], 0);

    /// <summary>The search has tried a network.</summary>
    public void Tried(Network network, long bytes, DropEstimate estimate, bool passes)
    {
        tried++;
        if (trials.Count < MostTrials && double.IsFinite(estimate.Drop))
            trials.Add(new TrialRow(bytes, network.ParameterCount, estimate.Drop, estimate.StandardError, passes));
    }

    /// <summary>It is settled what leaves.</summary>
    /// <param name="dependencies">Of the network before.</param>
    /// <param name="units">Units that left.</param>
    /// <param name="data">To look at activations on; null for none.</param>
    public void Settled(Dependencies dependencies, IReadOnlySet<int> units, Dataset? data)
    {
        (original, removed) = (dependencies, units);
        activations = data is null ? null : Observed(dependencies, data.Sample(Samples, run.Request.Seed));
    }

    /// <summary>The result, while its weights can be read.</summary>
    public void Made(Network result)
    {
        if (original is not null)
            pictures = new PictureSampler(original, removed, result, run.Request.Matrix).Sample(run.Cancellation);
    }

    public ReportDetails Finish() => new()
    {
        Command = run.Request.Command,
        Trials = trials,
        TrialCount = tried,
        Activations = activations,
        Graph = original is null ? [] : GraphOutline.Of(original, removed),
        Pictures = pictures.Sets,
        PictureCount = pictures.Count,
    };

    private ActivationFigures? Observed(Dependencies dependencies, Dataset data)
    {
        ActivationStatistics statistics;
        try
        {
            statistics = ActivationStatistics.Collect(run.Engine, dependencies, data, new Stage(run.Reporter, "report"), run.Cancellation);
        }
        catch (NncException e) when (e.Code == "NNC2020")
        {
            // The engine cannot run it, of which the run has told where it mattered.
            return null;
        }
        ChannelGroup[] open = [.. dependencies.Groups.Where(g => g.Locked is null && !g.PicksInputs && g.Units.All(u => statistics.Of(u) is not null))];
        HashSet<ChannelGroup> widest = [.. open.OrderByDescending(g => g.Units.Length).Take(MostGroups)];
        return new ActivationFigures(
            data.Count, Cut(run.Request.MeanThreshold), Cut(run.Request.StdThreshold), [.. open.Where(widest.Contains).Select(Group)], open.Length);

        ActivationGroup Group(ChannelGroup group) => new(
            group.Name, Array.ConvertAll(group.Units, u => statistics.Of(u)!.Value.Mean), Array.ConvertAll(group.Units, u => statistics.Of(u)!.Value.Deviation), Array.ConvertAll(group.Units, removed.Contains));

        double? Cut(double? threshold) => run.Request.Method == PruningMethod.Activation ? threshold : null;
    }
}
