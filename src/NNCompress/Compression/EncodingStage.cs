using System.Globalization;
using System.Runtime.CompilerServices;
using NNCompress.Coding;
using NNCompress.Compression.Trials;
using NNCompress.Models;
using NNCompress.Numerics;
using NNCompress.Pruning;

namespace NNCompress.Compression;

/// <summary>One pruned network, ready to be encoded at any steps.</summary>
internal sealed class EncodingStage
{
    /// <summary>Encodings that are kept because the search comes back to them.</summary>
    private const int Kept = 3;

    private readonly Queue<(string Settings, IReadOnlyList<EncodedTensor> Tensors)> recent = new();
    private readonly Queue<List<EncodedLayer>> traces = new();
    private readonly Dictionary<string, string?> biases = [];
    private readonly Dictionary<string, LayerEncoder> encoders = [];
    private readonly Dictionary<string, KernelEncoder> kernels = [];
    private readonly string[] order;
    private readonly Dictionary<string, int> offsets = [];
    private int biasOffset;
    private readonly Dictionary<string, EncodedTensor> replaced = [];
    private readonly Dictionary<string, ILayerCoder> chosen = [];
    private readonly Dictionary<string, List<Lazy<ILayerCoder>>> offered = [];
    private readonly Dependencies original;
    private readonly OutputRefit refit;
    private readonly IReadOnlySet<int> removed;
    private readonly SecondMoments moments;
    private readonly Shelf payloads;

    /// <param name="pruned">The pruned network.</param>
    /// <param name="original">Of the network before pruning.</param>
    /// <param name="refit">Towards the original's outputs.</param>
    /// <param name="dependencies">Of the pruned network.</param>
    /// <param name="moments">Of the pruned network.</param>
    /// <param name="kernelMoments">Of the pruned network's depthwise convolutions.</param>
    /// <param name="curvature">Of the pruned network.</param>
    /// <param name="roundings">Shared between stages for layers that read the network's input, whose moments pruning does not change.</param>
    /// <param name="shelf">Where matrices wait.</param>
    public EncodingStage(
        PrunedNetwork pruned, Dependencies original, OutputRefit refit, Dependencies dependencies, SecondMoments moments, KernelMoments kernelMoments, MeasuredCurvature curvature, Dictionary<string, LayerRounding> roundings, Shelf shelf)
    {
        (Pruned, this.original, this.refit, this.moments) = (pruned, original, refit, moments);
        payloads = Shelf.For(original.Network.StoredBytes);
        removed = pruned.Plan.Resolve(original, original.Network.Path);
        Layer[] layers = [.. dependencies.Layers.Where(l => l.IsMatrix).DistinctBy(l => l.Weight)];
        HashSet<string> inputs = [.. Network.Inputs.Select(i => i.Name)];
        foreach (Layer layer in layers)
        {
            LayerRounding? rounding = inputs.Contains(layer.Input) ? roundings.GetValueOrDefault(layer.Weight) : null;
            rounding ??= new LayerRounding(Network, layer, () => moments.Of(layer)!, keeps: !IsRefitted(layer));
            if (inputs.Contains(layer.Input))
                roundings[layer.Weight] = rounding;
            encoders[layer.Weight] = new LayerEncoder(Network, layer, new RowMetric(curvature.Of(layer), shelf), rounding);
        }
        foreach (Layer layer in KernelMoments.Layers(dependencies))
        {
            DiagonalBlocks metric = curvature.Of(layer);
            kernels[layer.Weight] = new KernelEncoder(Network, layer, kernelMoments.Of(layer), [.. Enumerable.Range(0, metric.Rows).Select(r => metric[r, r])], shelf);
        }
        foreach (Layer layer in dependencies.Layers)
            biases.TryAdd(layer.Weight, layer.Bias);
        order = [.. dependencies.Layers.Select(l => l.Weight).Distinct().Where(w => encoders.ContainsKey(w) || kernels.ContainsKey(w))];
    }

    public PrunedNetwork Pruned { get; }

    public Network Network => Pruned.Network;

    /// <summary>Names of the layers' weights.</summary>
    public IEnumerable<string> Weights => order;

    /// <summary>Multiplies the layer's step by 2^(<paramref name="quarters"/> / 4), beside the common one.</summary>
    public void Move(string weight, int quarters) => offsets[weight] = offsets.GetValueOrDefault(weight) + quarters;

    /// <summary>Multiplies the steps of all biases that follow their layers' by 2^(<paramref name="quarters"/> / 4).</summary>
    public void MoveBiases(int quarters) => biasOffset += quarters;

    /// <summary>Whether the layer's kernels read few inputs each, as in a depthwise convolution.</summary>
    public bool IsInSmallGroups(string weight) => kernels.ContainsKey(weight);

    /// <summary>Puts a coding from elsewhere in the place of the layer's own.</summary>
    public void Replace(EncodedTensor tensor) => replaced[tensor.Name] = tensor;

    /// <summary>Another way to code a layer, for <see cref="Rivals"/>; made when it is first asked for.</summary>
    public void Offer(string weight, Func<ILayerCoder> coder)
    {
        if (!offered.ContainsKey(weight))
            offered[weight] = [];
        offered[weight].Add(new Lazy<ILayerCoder>(coder));
    }

    /// <summary>What could code a layer instead of calibrated rounding.</summary>
    public IReadOnlyList<ILayerCoder> Rivals(string weight) => [.. offered.GetValueOrDefault(weight, []).Select(c => c.Value)];

    /// <summary>How much an error in each of the layer's outputs matters.</summary>
    public double[] RowWeights(string weight) => encoders[weight].Metric.Weights;

    /// <summary>Calibrated rounding of the layer by itself, for comparison.</summary>
    public ILayerCoder Quantised(string weight) => new QuantisedLayer(Network, encoders[weight]);

    /// <summary>What codes a layer; null for calibrated rounding.</summary>
    public ILayerCoder? Chosen(string weight) => chosen.GetValueOrDefault(weight);

    /// <summary>Has a layer coded by another coder from now on; null for calibrated rounding.</summary>
    public void Choose(string weight, ILayerCoder? coder)
    {
        if (coder is null)
            chosen.Remove(weight);
        else
            chosen[weight] = coder;
    }

    /// <summary>Expected error at the outputs (weighted, for one sample) if the layer had these weights.</summary>
    public double OutputError(Tensor decoded)
    {
        LayerEncoder encoder = encoders[decoded.Name];
        return encoder.OutputError(decoded, moments.Of(encoder.Layer)!);
    }

    /// <summary>Told the share of the layers that are encoded; null for nobody.</summary>
    public IProgress<double>? Progress { get; init; }

    /// <summary>What earlier runs of the same search have encoded; null for nothing.</summary>
    public StageTrials? Trials { get; init; }

    /// <summary>Added to the common step's exponent, for steps between the quarter octaves.</summary>
    public double Fraction { get; set; }

    /// <summary>Encodes everything; what was encoded just before is kept.</summary>
    /// <param name="exponent">The common step, in quarter octaves of the unit step.</param>
    public IReadOnlyList<EncodedTensor> Encode(int exponent)
    {
        string settings = State(exponent + Fraction);
        if (recent.FirstOrDefault(r => r.Settings == settings).Tensors is { } before)
            return before;
        IReadOnlyList<EncodedTensor> tensors = Found(exponent + Fraction);
        recent.Enqueue((settings, tensors));
        if (recent.Count > Kept)
            recent.Dequeue();
        return tensors;
    }

    /// <summary>From an earlier run, or encoded now.</summary>
    private IReadOnlyList<EncodedTensor> Found(double exponent)
    {
        if (Trials is null)
            return Encoded(exponent);
        (IReadOnlyList<EncodedTensor> tensors, IReadOnlyDictionary<string, LayerForm> forms) = Trials.Encode(State(exponent), () => (Encoded(exponent), Forms()));
        // What the first encoding has settled for those to come.
        foreach ((string weight, LayerForm form) in forms)
            encoders[weight].Rounding.Form ??= form;
        return tensors;
    }

    /// <summary>All that an encoding depends on beside the network, the data and the options.</summary>
    private string State(double exponent) => string.Join('|', order.Select(weight => StateOf(weight, exponent)).Append(biasOffset.ToString(CultureInfo.InvariantCulture)));

    private string StateOf(string weight, double exponent) => string.Create(CultureInfo.InvariantCulture, $"{weight},{exponent:R},{offsets.GetValueOrDefault(weight)},{encoders.GetValueOrDefault(weight)?.Rounding.Form},{chosen.GetValueOrDefault(weight)?.GetType().Name},{(replaced.TryGetValue(weight, out EncodedTensor? other) ? Convert.ToHexString(TrialCache.Key("replaced", other.Payload)) : "")}");

    private Dictionary<string, LayerForm> Forms() => encoders.Where(e => e.Value.Rounding.Form is not null).ToDictionary(e => e.Key, e => e.Value.Rounding.Form!);

    private List<EncodedTensor> Encoded(double exponent)
    {
        Network mended = Network.Clone();
        List<EncodedTensor> tensors = [];
        // What comes before the first layer whose step or coder is another is the same again.
        List<EncodedLayer> same = traces.Select(t => t.TakeWhile((layer, i) => layer.State == StateOf(order[i], exponent)).ToList()).MaxBy(t => t.Count) ?? [];
        List<EncodedLayer> trace = [];
        foreach (string weight in order)
        {
            if (trace.Count < same.Count)
            {
                EncodedLayer known = same[trace.Count];
                Put(known.Tensor, mended);
                if (known.Bias is not null)
                    mended.Replace(known.Bias);
                tensors.Add(known.Tensor);
                trace.Add(known);
                continue;
            }
            Progress?.Report((double)trace.Count / order.Length);
            EncodedTensor encoded = Encoded(weight, exponent, mended).On(payloads);
            Put(encoded, mended);
            tensors.Add(encoded);
            string? bias = biases[weight];
            trace.Add(new EncodedLayer(StateOf(weight, exponent), encoded, bias is null ? null : mended.Constant(bias)));
        }
        traces.Enqueue(trace);
        if (traces.Count > Kept)
            traces.Dequeue();
        // Only now: rounding has mended the biases.
        HashSet<string> done = [.. order];
        foreach (string weight in order)
        {
            if (biases[weight] is { } bias && done.Add(bias) && mended.Constant(bias) is { } values)
                tensors.Add(EncodedBias(values, BiasStep(weight, exponent)));
        }
        tensors.AddRange(SmallTensors.Encode(mended, done));
        return tensors;
    }

    /// <summary>
    /// The step at which an error of the bias costs what errors of the weights do, a quarter of it: an error of a bias is the same at all places of a picture, where those of
    /// weights partly cancel.
    /// </summary>
    private double BiasStep(string weight, double exponent)
    {
        double energy = kernels.TryGetValue(weight, out KernelEncoder? own) ? own.OutputEnergy : encoders[weight].Metric.Weights.Average();
        return Math.Pow(2, ((exponent + offsets.GetValueOrDefault(weight) + biasOffset) / 4.0) - 2) / Math.Sqrt(Math.Max(energy, 1e-30));
    }

    private static EncodedTensor EncodedBias(Tensor bias, double step)
    {
        EncodedTensor fine = TensorCoder.Encode(bias, TensorCoder.Default(bias));
        float most = bias.Floats.Length == 0 ? 0 : bias.Floats.Max(Math.Abs);
        // A step that a level cannot express is none.
        if (!(most > 0 && float.IsFinite(most) && step > 1e-30 && step < 1e30 && most / step < 1 << 20))
            return fine;
        EncodedTensor coarse = TensorCoder.Encode(bias, new TensorCoding(CoderKind.Quantised, step));
        return coarse.Bytes < fine.Bytes ? coarse : fine;
    }

    /// <summary>One layer, behind those that are encoded already; its mended bias goes into <paramref name="mended"/>.</summary>
    private EncodedTensor Encoded(string weight, double exponent, Network mended)
    {
        double quarters = exponent + offsets.GetValueOrDefault(weight);
        if (kernels.TryGetValue(weight, out KernelEncoder? own))
            return Following(own, mended).Encode(own.UnitStep * Math.Pow(2, quarters / 4.0), mended);
        LayerEncoder encoder = encoders[weight];
        EncodedTensor? tensor = replaced.GetValueOrDefault(weight) ?? chosen.GetValueOrDefault(weight)?.Encode(Lambda(quarters));
        if (tensor is not null)
        {
            BiasMending.Apply(mended, encoder.Layer, tensor.Decoded, moments.Of(encoder.Layer)!);
            return tensor;
        }
        (tensor, LayerForm form) = Following(encoder, mended).Encode(encoder.UnitStep * Math.Pow(2, quarters / 4.0), mended, encoder.Rounding.Form);
        encoder.Rounding.Form ??= form;
        return tensor;
    }

    /// <summary>
    /// The layer's encoder behind layers that are rounded already: its weights are fitted anew to the original's outputs from what those layers
    /// really deliver, and rounded by the moments of that.
    /// </summary>
    private LayerEncoder Following(LayerEncoder encoder, Network mended)
    {
        Layer layer = encoder.Layer;
        if (!IsRefitted(layer))
            return encoder;
        double[] own = refit.Fit(mended, original.Layers.First(l => l.Weight == layer.Weight), removed);
        return new LayerEncoder(mended, layer, encoder.Metric, new LayerRounding(mended, layer, () => own, keeps: true));
    }

    private KernelEncoder Following(KernelEncoder encoder, Network mended)
    {
        Layer layer = original.Layers.First(l => l.Weight == encoder.Layer.Weight);
        return refit.Kernels.Fits(layer) ? encoder.Following(refit.Kernels.Fit(mended, layer, removed), mended) : encoder;
    }

    // Behind rounded layers, and with a weight of its own.
    private bool IsRefitted(Layer layer) => Network.Inputs.All(i => i.Name != layer.Input) && original.Layers.Count(l => l.Weight == layer.Weight) == 1;

    /// <summary>Output error that one bit is worth at a common step: the same for all layers, as unit steps are.</summary>
    public static double Lambda(double quarters) => CalibratedRounding.RateSlope * Math.Pow(2, quarters / 2.0);

    /// <summary>The network that a decoder makes of the tensors.</summary>
    public Network Decoded(IReadOnlyList<EncodedTensor> tensors)
    {
        Network decoded = Network.Clone();
        foreach (EncodedTensor tensor in tensors)
            Put(tensor, decoded);
        return decoded;
    }

    // In a method of its own, so that what was decoded can go when it is in the network.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Put(EncodedTensor tensor, Network network) => network.Replace(tensor.Decoded);

    /// <param name="State">All that the layer's encoding depends on beside the layers before it.</param>
    /// <param name="Tensor">Its weight.</param>
    /// <param name="Bias">Its bias, mended; null where it has none.</param>
    private sealed record EncodedLayer(string State, EncodedTensor Tensor, Tensor? Bias);
}
