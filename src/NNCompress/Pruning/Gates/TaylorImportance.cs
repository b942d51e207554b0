using NNCompress.Data;
using NNCompress.Engines;
using NNCompress.Engines.Training;

namespace NNCompress.Pruning.Gates;

/// <summary>
/// How much the loss would change without a channel, to first order: the gradient of the loss by a gate at 1 on it. Squared for each mini-batch and
/// averaged (Molchanov et al., "Importance estimation for neural network pruning", 2019, equation 8, with gates; the squares also of the 2017 paper's
/// sum over positions); the score is the root of that. All scores are changes of one loss, so layers compare, and are given in units of their mean.
/// </summary>
public sealed class TaylorImportance : IImportance
{
    /// <summary>Samples of a mini-batch: enough for batch norm's statistics, few enough that the gradients of single samples do not cancel.</summary>
    private const int Batch = 32;

    private const int MostSamples = 2048;

    /// <summary>Share of the parameters that leaves before the rest is measured anew, with the gates of what has left at 0.</summary>
    private const double Round = 0.1;

    private readonly ITrainingEngine engine;
    private readonly GatedNetwork gated;
    private readonly Dataset data;
    private readonly int seed;
    private readonly Stage stage;
    private readonly CancellationToken cancellation;
    private readonly Dictionary<string, double[]> scores;
    private RankedRemoval removal;
    private Dictionary<string, double[]> remaining;
    private double measuredAt;

    private TaylorImportance(ITrainingEngine engine, GatedNetwork gated, Dataset data, int seed, IReporter reporter, CancellationToken cancellation)
    {
        (this.engine, this.gated, this.data, this.seed, this.cancellation) = (engine, gated, data.Sample(MostSamples, seed), seed, cancellation);
        stage = new Stage(reporter, "gradients");
        removal = NewRemoval();
        scores = remaining = Gradients();
    }

    /// <param name="engine">Differentiates.</param>
    /// <param name="dependencies">Of the network to prune, which stays as it is.</param>
    /// <param name="data">Labelled samples, such as those that it was trained on.</param>
    /// <param name="seed">Of the draw where there are more samples than are looked at, and of dropout.</param>
    /// <param name="reporter">Told how far it is; warned of groups that cannot be gated and so are left alone (NNC2098).</param>
    /// <param name="cancellation">Ends it with <see cref="OperationCanceledException"/>.</param>
    /// <exception cref="NncException">NNC1060: the data has no labels. NNC1061: the engine cannot differentiate. As <see cref="ITrainingEngine.Begin"/>.</exception>
    public static TaylorImportance Measure(
        IEngine engine, Dependencies dependencies, Dataset data, int seed, IReporter reporter, CancellationToken cancellation = default)
    {
        if (data.Labels is null)
            throw new NncException("NNC1060", data.Source, "method taylor follows the loss, which needs labels: give labelled data to --train-data or --calibration-data.");
        if (engine is not ITrainingEngine training)
            throw new NncException("NNC1061", dependencies.Network.Path, $"method taylor needs gradients, and the engine '{engine.Name}' has none: use the managed engine, or --method reconstruct.");
        GatedNetwork gated = GatedNetwork.Of(dependencies);
        GateWarnings.Ungated(gated, reporter);
        return new TaylorImportance(training, gated, data, seed, reporter, cancellation);
    }

    /// <summary>
    /// The units to take out for at least that share of the parameters: the lowest score a parameter first, whatever the layer. Channels that do
    /// the same are worth little each and much together, so after every tenth of the parameters the others are measured anew.
    /// </summary>
    public IReadOnlySet<int> Choose(double ratio)
    {
        if (removal.Share > ratio)
            (removal, remaining, measuredAt) = (NewRemoval(), scores, 0);
        while (removal.Share < ratio)
        {
            if (removal.Share >= measuredAt + Round)
                (remaining, measuredAt) = (Gradients(), removal.Share);
            double before = removal.Share;
            removal.Until(Math.Min(ratio, measuredAt + Round), g => remaining[g.Name]);
            if (removal.Share == before)
                break;
        }
        return removal.Removed.ToHashSet();
    }

    /// <summary>1 on average over the network's channels; endless for channels that have no gate.</summary>
    public double[] Score(ChannelGroup group) => scores.GetValueOrDefault(group.Name) ?? [.. group.Units.Select(_ => double.PositiveInfinity)];

    public bool[] BelowThreshold(ChannelGroup group, PruningOptions options) => Array.ConvertAll(Score(group), s => s < options.Threshold);

    private RankedRemoval NewRemoval() => new(gated.Dependencies, gated.Gates.Select(g => g.Group));

    /// <summary>The scores of all gated groups, with what has left at 0.</summary>
    private Dictionary<string, double[]> Gradients()
    {
        Dictionary<string, double[]> sums = gated.Gates.ToDictionary(g => g.Group.Name, g => new double[g.Group.Units.Length]);
        if (sums.Count == 0)
            return sums;
        int size = Math.Min(Batch, data.Count), batches = data.Count / size;
        using ITrainingRun run = engine.Begin(gated.Network, new TrainingSet(data), new TrainingOptions { BatchSize = size, Seed = seed });
        (TrainingParameter Parameter, double[] Sums)[] measured =
            [.. gated.Gates.SelectMany(g => run.Parameters.Where(p => p.Name == g.Constant).Select(p => (Close(p, g.Group), sums[g.Group.Name])))];
        int[] samples = [.. Enumerable.Range(0, data.Count)];
        for (int batch = 0; batch < batches; batch++)
        {
            cancellation.ThrowIfCancellationRequested();
            run.Differentiate(samples.AsSpan(batch * size, size));
            run.Steps++;
            foreach ((TrainingParameter parameter, double[] sum) in measured)
            {
                for (int i = 0; i < sum.Length; i++)
                    sum[i] += (double)parameter.Gradient[i] * parameter.Gradient[i] * parameter.Values[i] * parameter.Values[i];
            }
            stage.Report((batch + 1.0) / batches);
        }
        double mean = sums.Values.SelectMany(s => s).Average(s => Math.Sqrt(s / batches));
        if (!double.IsFinite(mean))
            throw new NncException("NNC2032", gated.Network.Path, "the loss's gradients are not finite on this data: check the data's scaling, and the weights.");
        foreach (double[] values in sums.Values)
        {
            for (int i = 0; i < values.Length; i++)
                values[i] = mean > 0 ? Math.Sqrt(values[i] / batches) / mean : 0;
        }
        return sums;
    }

    private TrainingParameter Close(TrainingParameter parameter, ChannelGroup group)
    {
        for (int i = 0; i < group.Units.Length; i++)
            parameter.Values[i] = removal.Removed.Contains(group.Units[i]) ? 0 : 1;
        return parameter;
    }
}
