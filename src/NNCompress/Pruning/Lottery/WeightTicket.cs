using NNCompress.Data;
using NNCompress.Engines.Training;
using NNCompress.Models;

namespace NNCompress.Pruning.Lottery;

/// <summary>Single weights of all layers but the output's are set to zero and held there; biases and norms stay.</summary>
internal sealed class WeightTicket : ITicket
{
    private readonly ITrainingEngine engine;
    private readonly Dataset data;
    private readonly LotteryOptions options;
    private readonly long total;

    /// <summary>By tensor, row-major: whether each weight is still there.</summary>
    private readonly Dictionary<string, bool[]> kept;

    /// <exception cref="NncException">NNC2105: no layer but the output's has weights that can be masked.</exception>
    public WeightTicket(ITrainingEngine engine, Dataset data, LotteryOptions options, Network first)
    {
        (this.engine, this.data, this.options, total) = (engine, data, options, first.ParameterCount);
        Dependencies dependencies = Dependencies.Of(first);
        IReadOnlySet<string> output = OutputLayers.Weights(dependencies);
        kept = dependencies.Layers.Select(l => l.Weight).Distinct().Where(w => !output.Contains(w)).ToDictionary(w => w, w => Enumerable.Repeat(true, first.Constant(w)!.Length).ToArray());
        if (kept.Count == 0)
            throw new NncException("NNC2105", first.Path, "the network has no dense layer or convolution before its output layer, which a lottery leaves alone: there is nothing to prune.");
    }

    public IReadOnlyList<GroupCut> Removed => [];

    public ITrainingHook Hook() => new WeightMask(kept);

    public (Network Trained, Network Next) Prune(Network trained, Network? rewound, double share, CancellationToken cancellation)
    {
        Dependencies dependencies = Dependencies.Of(trained);
        Dictionary<string, double[]> scores = new WeightRanking(engine, dependencies, data, options).Scores(kept, cancellation);
        List<(double Score, string Tensor, int Index)> left = [];
        long gone = 0;
        foreach ((string tensor, bool[] mask) in kept)
        {
            double[] of = scores[tensor];
            for (int i = 0; i < mask.Length; i++)
            {
                if (mask[i])
                    left.Add((of[i], tensor, i));
                else
                    gone++;
            }
        }
        int leave = (int)Math.Clamp(Math.Ceiling(share * total) - gone, 0, left.Count);
        // A stable sort, so that among equals the order of the file decides.
        foreach ((double _, string tensor, int index) in left.OrderBy(w => w.Score).Take(leave))
            kept[tensor][index] = false;
        Network masked = Masked(trained);
        return (masked, rewound is null ? masked : Masked(rewound));
    }

    private Network Masked(Network network)
    {
        Network masked = network.Clone();
        foreach ((string tensor, bool[] mask) in kept)
        {
            Tensor weight = masked.Constant(tensor)!;
            masked.Replace(new Tensor(tensor, weight.Shape, [.. weight.Floats.Select((w, i) => mask[i] ? w : 0)], weight.Type));
        }
        return masked;
    }
}
