using NNCompress.Engines.Training;

namespace NNCompress.Tests.Conformance;

/// <summary>Optimisers one number after the other, in double precision, on gradients that an engine gives.</summary>
internal sealed class PlainOptimiser
{
    private readonly TrainingOptions options;
    private readonly double[][] first;
    private readonly double[][] second;

    public PlainOptimiser(TrainingOptions options, IReadOnlyList<TrainingParameter> parameters)
    {
        this.options = options;
        Values = [.. parameters.Select(p => Array.ConvertAll(p.Values.ToArray(), v => (double)v))];
        first = [.. Values.Select(v => new double[v.Length])];
        second = [.. Values.Select(v => new double[v.Length])];
    }

    public static IReadOnlyDictionary<string, TrainingOptions> Options { get; } = new Dictionary<string, TrainingOptions>
    {
        ["sgd"] = new() { Optimiser = OptimiserKind.Sgd, Momentum = 0 },
        ["sgd, momentum and decay"] = new() { Optimiser = OptimiserKind.Sgd, Momentum = 0.8, WeightDecay = 0.1 },
        ["sgd, penalties"] = new() { Optimiser = OptimiserKind.Sgd, Momentum = 0, L1 = 0.05, L2 = 0.3 },
        ["adam"] = new() { Optimiser = OptimiserKind.Adam },
        ["adam, decay and penalties"] = new() { Optimiser = OptimiserKind.Adam, WeightDecay = 0.1, L1 = 0.05, L2 = 0.2, Beta1 = 0.8, Beta2 = 0.95, Epsilon = 1e-3 },
        ["adamw"] = new() { Optimiser = OptimiserKind.AdamW, WeightDecay = 0.3, L1 = 0.02 },
    };

    public double[][] Values { get; }

    public void Step(IReadOnlyList<TrainingParameter> parameters, double rate, int step)
    {
        for (int p = 0; p < Values.Length; p++)
        {
            double decays = parameters[p].Role == ParameterRole.Weight ? 1 : 0;
            ReadOnlySpan<float> gradient = parameters[p].Gradient;
            for (int i = 0; i < Values[p].Length; i++)
            {
                bool apart = options.Optimiser == OptimiserKind.AdamW;
                double w = Values[p][i], g = gradient[i] + (decays * ((options.L1 * Math.Sign(w)) + ((options.L2 + (apart ? 0 : options.WeightDecay)) * w)));
                if (options.Optimiser == OptimiserKind.Sgd)
                {
                    first[p][i] = (options.Momentum * first[p][i]) + g;
                    Values[p][i] = w - (rate * first[p][i]);
                    continue;
                }
                first[p][i] = (options.Beta1 * first[p][i]) + ((1 - options.Beta1) * g);
                second[p][i] = (options.Beta2 * second[p][i]) + ((1 - options.Beta2) * g * g);
                double m = first[p][i] / (1 - Math.Pow(options.Beta1, step)), v = second[p][i] / (1 - Math.Pow(options.Beta2, step));
                Values[p][i] = (apart ? w * (1 - (rate * decays * options.WeightDecay)) : w) - (rate * m / (Math.Sqrt(v) + options.Epsilon));
            }
        }
    }
}
