using NNCompress.Numerics;

namespace NNCompress.Pruning.Gates;

/// <summary>
/// Random gates (<see cref="HardConcrete"/>): each step draws them anew, and log α learns from the loss's gradient through the draw and from a price
/// on the probability that a gate is not 0. The draws follow from the seed and the step's number alone. Validation sees the gates without chance.
/// With a ratio, the price is a Lagrange multiplier that grows while more parameters are expected to stay than should.
/// </summary>
internal sealed class L0Hook(GatedNetwork gated, GateOptions options, int seed) : GateHook(gated, options)
{
    /// <summary>Share of the training after which the gates are fixed, and only the weights go on.</summary>
    private const double FixedShare = 0.8;

    /// <summary>The most that the price moves log α in a step, in steps of Adam: gates that get no gradient would be thrown far.</summary>
    private const double MostByPrice = 3;

    /// <summary>How fast the multiplier answers to a gap in the share, and the most that it changes by in one round (as exponents).</summary>
    private const double Gain = 5, MostChange = 0.3;

    private const double Memory = 0.7;

    private readonly float[] multiplier = new float[1];

    // Change of the expected share a round, smoothed; the share at the last round.
    private readonly float[] speed = new float[2];
    private readonly List<float[]> slopes = [];
    private double[] probability = [];
    private double[] slope = [];
    private double mean;
    private double share;

    public override IReadOnlyList<(string Name, Memory<float> Values)> State => [.. base.State, ("lambda", multiplier), ("speed", speed)];

    protected override double Start => Options.LogAlpha;

    /// <summary>The price of an average channel.</summary>
    public double Price => multiplier[0];

    public override double[] Score(ChannelGroup group) => Of(group) is { } gate
        ? [.. gate.Values.Select(a => 1 / (1 + Math.Exp(-(double)a)))]
        : [.. group.Units.Select(_ => 1.0)];

    protected override void Ready()
    {
        probability = Size.Ones();
        slope = new double[probability.Length];
        Size.Of(probability, slope);
        mean = Gates.SelectMany(g => g.Gate.Group.Units).Select(u => slope[u]).DefaultIfEmpty(1).Average();
        multiplier[0] = (float)(Options.Lambda ?? GateDefaults.L0Lambda);
        slopes.Clear();
        slopes.AddRange(Gates.Select(g => new float[g.Count]));
    }

    protected override void Set(long step)
    {
        if (step >= FixedFrom)
        {
            if (step == FixedFrom)
                Finish();
            foreach (GateState gate in Gates)
            {
                for (int i = 0; i < gate.Count; i++)
                    gate.Parameter.Values[i] = gate.Free[i] * Fixed(gate, i);
            }
            return;
        }
        ulong key = SplitMix.Next((ulong)seed ^ SplitMix.Next((ulong)step));
        double temperature = Temperature(step);
        for (int g = 0; g < Gates.Count; g++)
        {
            GateState gate = Gates[g];
            ulong own = SplitMix.Next(key + (ulong)g);
            for (int i = 0; i < gate.Count; i++)
            {
                double u = ((SplitMix.Next(own + (ulong)i) >> 11) + 0.5) / (1UL << 53);
                (double value, double by) = HardConcrete.Sample(u, gate.Values[i], temperature);
                gate.Parameter.Values[i] = (float)(gate.Free[i] * value);
                slopes[g][i] = (float)by;
                probability[gate.Gate.Group.Units[i]] = gate.Free[i] * HardConcrete.Open(gate.Values[i], temperature).Probability;
            }
        }
        share = 1 - (Size.Of(probability, slope) / Size.Total);
    }

    protected override void Update(long step)
    {
        if (step >= FixedFrom)
            return;
        double temperature = Temperature(step), rate = Rate(GateDefaults.L0Reach);
        // Beyond the ratio nothing is to be gained, and the price answers too slowly to keep gates from closing all together.
        double price = Options.Ratio is { } ratio && share > ratio ? 0 : multiplier[0];
        for (int g = 0; g < Gates.Count; g++)
        {
            GateState gate = Gates[g];
            ReadOnlySpan<float> gradient = gate.Parameter.Gradient;
            gate.BeginUpdate();
            for (int i = 0; i < gate.Count; i++)
            {
                if (gate.Free[i] == 0)
                    continue;
                double pull = Lambda(gate, i, price, slope, mean) * HardConcrete.Open(gate.Values[i], temperature).Slope;
                (double move, double own) = gate.Adam(i, gradient[i] * slopes[g][i], rate);
                gate.Values[i] -= (float)(move + Math.Min(own * pull, MostByPrice * rate));
            }
        }
    }

    protected override void Approach(double now, double later)
    {
        speed[0] = (float)((Memory * speed[0]) + ((1 - Memory) * (share - speed[1])));
        speed[1] = (float)share;
        double foreseen = share + (Ahead * speed[0]);
        multiplier[0] = (float)(multiplier[0] * Math.Exp(Math.Clamp(Gain * (later - foreseen), -MostChange, MostChange)));
    }

    /// <summary>Where the gate is more likely 0 than 1 at a low temperature.</summary>
    protected override bool IsShut(GateState gate, int index) => gate.Values[index] < 0;

    protected override float Fixed(GateState gate, int index) => (float)HardConcrete.Deterministic(gate.Values[index]);

    private long FixedFrom => (long)(FixedShare * TotalSteps);

    private double Temperature(long step) =>
        Options.StartTemperature + ((Options.EndTemperature - Options.StartTemperature) * step / Math.Max(1, FixedFrom - 1));
}
