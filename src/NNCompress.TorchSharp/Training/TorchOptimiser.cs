using NNCompress.Engines.Training;

namespace NNCompress.TorchSharp.Training;

/// <summary>
/// Changes weights along their gradients as the managed engine does. SGD: v ← μ·v + g; w ← w − rate·v. Adam (Kingma and Ba, 2015,
/// algorithm 1): m ← β₁·m + (1 − β₁)·g; v ← β₂·v + (1 − β₂)·g²; w ← w − rate·m̂/(√v̂ + ε). AdamW (Loshchilov and Hutter, 2019,
/// algorithm 2) first shrinks w by rate·λ. Torch's own optimisers decay biases too, and their API changed between versions.
/// </summary>
internal sealed class TorchOptimiser : IDisposable
{
    private readonly TrainingOptions options;
    private readonly IReadOnlyList<TorchParameter> parameters;
    private readonly MirroredTensor[][] memories;

    public TorchOptimiser(TrainingOptions options, IReadOnlyList<TorchParameter> parameters, TorchDevice device, bool apart)
    {
        (this.options, this.parameters) = (options, parameters);
        int count = options.Optimiser != OptimiserKind.Sgd ? 2 : options.Momentum > 0 ? 1 : 0;
        memories = [.. parameters.Select(p => Enumerable.Range(0, count).Select(_ => new MirroredTensor(device, new float[p.Tensor.Values.Length], p.Shape, learns: false, apart)).ToArray())];
    }

    public IEnumerable<(string Name, Memory<float> Values)> State =>
        parameters.SelectMany((p, i) => memories[i].Select((memory, n) => ($"{p.Name}#{n}", memory.Memory)));

    /// <param name="rate">Learning rate.</param>
    /// <param name="step">From 1.</param>
    public void Run(double rate, long step)
    {
        using IDisposable still = torch.no_grad();
        for (int i = 0; i < parameters.Count; i++)
        {
            using DisposeScope scope = torch.NewDisposeScope();
            TorchParameter parameter = parameters[i];
            TorchTensor w = parameter.Tensor.Device;
            bool decays = parameter.Role == ParameterRole.Weight;
            TorchTensor slope = Penalised(parameter.Slope, w, decays);
            if (options.Optimiser == OptimiserKind.Sgd)
                Sgd(w, slope, memories[i], rate);
            else
                Adam(w, slope, memories[i], rate, step, decays ? options.WeightDecay : 0);
            parameter.Tensor.Changed();
            foreach (MirroredTensor memory in memories[i])
                memory.Changed();
        }
    }

    public void Dispose()
    {
        foreach (MirroredTensor memory in memories.SelectMany(m => m))
            memory.Dispose();
    }

    private TorchTensor Penalised(TorchTensor? slope, TorchTensor w, bool decays)
    {
        TorchTensor g = slope ?? w.mul(0);
        double l2 = decays ? options.L2 + (options.Optimiser == OptimiserKind.AdamW ? 0 : options.WeightDecay) : 0;
        if (decays && options.L1 != 0)
            g = g.add(w.sign(), options.L1);
        return l2 != 0 ? g.add(w, l2) : g;
    }

    private void Sgd(TorchTensor w, TorchTensor slope, MirroredTensor[] memory, double rate)
    {
        TorchTensor direction = memory.Length == 0 ? slope : memory[0].Device.mul_(options.Momentum).add_(slope);
        w.add_(direction, -rate);
    }

    private void Adam(TorchTensor w, TorchTensor slope, MirroredTensor[] memory, double rate, long step, double decay)
    {
        TorchTensor m = memory[0].Device.mul_(options.Beta1).add_(slope, 1 - options.Beta1);
        TorchTensor v = memory[1].Device.mul_(options.Beta2).addcmul_(slope, slope, 1 - options.Beta2);
        TorchTensor root = v.sqrt().mul_(1 / Math.Sqrt(1 - Math.Pow(options.Beta2, step))).add_(options.Epsilon);
        if (options.Optimiser == OptimiserKind.AdamW && decay != 0)
            w.mul_(1 - (rate * decay));
        w.addcdiv_(m, root, -rate / (1 - Math.Pow(options.Beta1, step)));
    }
}
