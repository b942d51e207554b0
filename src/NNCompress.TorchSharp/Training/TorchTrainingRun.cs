using System.Runtime.InteropServices;
using NNCompress.Data;
using NNCompress.Engines.Managed;
using NNCompress.Engines.Managed.Training;
using NNCompress.Engines.Managed.Training.Losses;
using NNCompress.Engines.Training;
using NNCompress.Models;
using NNCompress.Models.Shapes;
using NNCompress.TorchSharp.Graphs;

namespace NNCompress.TorchSharp.Training;

/// <summary>A run on torch. Losses are computed on the host, in double precision, as on the managed engine; torch takes their gradients back.</summary>
internal sealed class TorchTrainingRun : ITrainingRun
{
    private readonly Network network;
    private readonly TrainingSet data;
    private readonly TrainingOptions options;
    private readonly TorchDevice device;
    private readonly string target;
    private readonly int[] sampleShape;
    private readonly TorchStore store;
    private readonly TorchOptimiser optimiser;
    private readonly Loss loss;

    // One for whole batches, one for what is left at an epoch's end.
    private readonly Dictionary<int, TorchGraph> graphs = [];

    public TorchTrainingRun(Network network, TrainingSet data, TrainingOptions options, TorchDevice device, bool apart)
    {
        (this.network, this.data, this.options, this.device) = (network, data, options, device);
        TrainingPlan plan = TrainingPlan.Of(network, data, options);
        (target, sampleShape) = (plan.Target, plan.SampleShape);
        store = new TorchStore(network, Ancestors.Of(network, [target]), options.Trainable, device, apart);
        optimiser = new TorchOptimiser(options, store.Parameters, device, apart);
        loss = Loss.Of(options.Loss, data);
        try
        {
            if (store.Parameters.Count == 0)
                throw TrainingPlan.NothingToTrain(network);
            Graph(plan.Batch);
            IReadOnlyDictionary<string, int[]> shapes = ShapeInference.Infer(network, new ConstantResolver(network), plan.Batch, sampleShape, Ancestors.Of(network, [target]));
            TrainingData.Check(data, plan.Width(network, shapes[target]));
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    public IReadOnlyList<TrainingParameter> Parameters => store.Parameters;

    public long Steps { get; set; }

    public IReadOnlyList<(string Name, Memory<float> Values)> State =>
    [
        .. store.Parameters.Select(p => (p.Name, p.Tensor.Memory)),
        .. store.Statistics.Select(s => (s.Key, s.Value.Memory)),
        .. optimiser.State,
    ];

    public BatchFigures Step(ReadOnlySpan<int> samples, double learningRate)
    {
        BatchFigures figures = Differentiate(samples);
        if (!double.IsFinite(figures.Loss))
            throw TrainingPlan.Diverged(network, figures.Loss, Steps, learningRate);
        Steps++;
        optimiser.Run(learningRate, Steps);
        return figures;
    }

    public BatchFigures Differentiate(ReadOnlySpan<int> samples)
    {
        Dataset inputs = data.Inputs;
        float[] chosen = new float[samples.Length * inputs.SampleLength];
        for (int i = 0; i < samples.Length; i++)
            inputs.CopyInputs(samples[i], 1, chosen.AsSpan(i * inputs.SampleLength));
        using DisposeScope scope = torch.NewDisposeScope();
        TorchTensor scores = Graph(samples.Length).Run(device.Send(chosen, [samples.Length, .. sampleShape]), Steps)[target];
        float[] slopes = new float[scores.shape.Aggregate(1L, (p, d) => p * d)];
        BatchFigures figures = default;
        int[] numbers = samples.ToArray();
        device.Receive(scores, rows => figures = loss.Run(rows, slopes.Length / numbers.Length, numbers, slopes));
        Backward(scores, slopes);
        return figures;
    }

    public void WriteBack() => store.WriteBack();

    public void Dispose()
    {
        foreach (TorchGraph graph in graphs.Values)
            graph.Dispose();
        graphs.Clear();
        optimiser.Dispose();
        store.Dispose();
    }

    private void Backward(TorchTensor scores, float[] slopes)
    {
        if (!scores.requires_grad)
        {
            foreach (TorchParameter parameter in store.Parameters)
                parameter.Take(null);
            return;
        }
        TorchTensor outer = device.Send(slopes, Array.ConvertAll(scores.shape, d => (int)d));
        try
        {
            Gradients.Clear(store.Parameters.Select(p => p.Tensor.Device));
            // Other ways to a gradient end the process where they fail.
            torch.autograd.backward((IList<TorchTensor>)[scores], [outer]);
            foreach (TorchParameter parameter in store.Parameters)
                parameter.Take(Gradients.Of(parameter.Tensor.Device));
        }
        catch (ExternalException e)
        {
            throw new NncException("NNC2192", network.Path, $"torch refuses to differentiate the network: {e.Message.Split('\n')[0].Trim()}. Use a smaller batch if memory is short; without --engine the managed engine trains.", e);
        }
    }

    private TorchGraph Graph(int samples)
    {
        if (!graphs.TryGetValue(samples, out TorchGraph? graph))
            graphs[samples] = graph = TorchGraphBuilder.Build(network, [target], samples, sampleShape, device, store, options.Seed);
        return graph;
    }
}
