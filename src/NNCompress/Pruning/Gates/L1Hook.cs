using System.Numerics.Tensors;

namespace NNCompress.Pruning.Gates;

/// <summary>
/// λ·Σ|g| on the gates, the group lasso of the channels, by proximal steps of Adam (Yun, Lozano and Yang, "Adaptive proximal gradient methods for
/// structured neural networks", 2021): a step along the gradient, then a soft threshold of λ times the rate that Adam gave that gate. Gates become
/// exactly 0, stay non-negative, and below <see cref="GateOptions.Snap"/> stay 0.
/// </summary>
internal sealed class L1Hook(GatedNetwork gated, GateOptions options) : GateHook(gated, options)
{
    private double[] slope = [];
    private double[] open = [];
    private double mean;

    protected override double Start => 1;

    public override double[] Score(ChannelGroup group)
    {
        GateState? gate = Of(group);
        double[] norms = OutgoingNorms(group);
        return [.. norms.Select((norm, i) => gate is null ? norm : gate.Values[i] * norm)];
    }

    protected override void Ready()
    {
        open = Size.Ones();
        slope = new double[open.Length];
        Size.Of(open, slope);
        mean = Gates.SelectMany(g => g.Gate.Group.Units).Select(u => slope[u]).DefaultIfEmpty(1).Average();
    }

    protected override void Set(long step)
    {
        foreach (GateState gate in Gates)
        {
            for (int i = 0; i < gate.Count; i++)
            {
                gate.Parameter.Values[i] = gate.Free[i] * gate.Values[i];
                open[gate.Gate.Group.Units[i]] = gate.Free[i];
            }
        }
        Size.Of(open, slope);
    }

    protected override void Update(long step)
    {
        double lambda = Options.Lambda ?? GateDefaults.L1Lambda, rate = Rate(GateDefaults.L1Reach);
        foreach (GateState gate in Gates)
        {
            ReadOnlySpan<float> gradient = gate.Parameter.Gradient;
            gate.BeginUpdate();
            for (int i = 0; i < gate.Count; i++)
            {
                if (gate.Free[i] == 0)
                    continue;
                (double move, double own) = gate.Adam(i, gradient[i], rate);
                gate.Values[i] = (float)Math.Max(0, gate.Values[i] - move - (own * Lambda(gate, i, lambda, slope, mean)));
            }
            // The weakest first, so that the strongest is the one that stays. What a ratio asks for is not passed.
            foreach (int i in Enumerable.Range(0, gate.Count).Where(i => gate.Free[i] != 0 && gate.Values[i] < Options.Snap).OrderBy(i => gate.Values[i]).ToArray())
            {
                if (!Enough)
                    Close(gate, i);
                if (gate.Free[i] != 0)
                    gate.Values[i] = (float)Options.Snap;
            }
        }
    }

    protected override void Approach(double now, double later) => CloseUntil(now);

    protected override bool IsShut(GateState gate, int index) => gate.Values[index] == 0;

    protected override float Fixed(GateState gate, int index) => gate.Values[index];

    /// <summary>Norm of the weights by which each channel is read.</summary>
    private double[] OutgoingNorms(ChannelGroup group)
    {
        double[] squares = new double[group.Units.Length];
        Dictionary<int, int> channels = group.Units.Select((unit, i) => (unit, i)).ToDictionary(p => p.unit, p => p.i);
        foreach (Layer layer in group.Consumers.DistinctBy(l => l.Weight))
        {
            if (Parameter(layer.Weight) is not { } weight)
                continue;
            int[] channel = Array.ConvertAll(layer.InUnits, unit => channels.GetValueOrDefault(unit, -1));
            int inner = 1;
            for (int i = layer.InAxis + 1; i < weight.Shape.Length; i++)
                inner *= weight.Shape[i];
            ReadOnlySpan<float> values = weight.Values;
            for (int start = 0, index = 0; start < values.Length; start += inner, index = (index + 1) % channel.Length)
            {
                if (channel[index] >= 0)
                    squares[channel[index]] += inner == 1 ? (double)values[start] * values[start] : TensorPrimitives.SumOfSquares(values.Slice(start, inner));
            }
        }
        return Array.ConvertAll(squares, Math.Sqrt);
    }
}
