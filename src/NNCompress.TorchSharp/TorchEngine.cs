using NNCompress.Data;
using NNCompress.Engines;
using NNCompress.Engines.Managed;
using NNCompress.Engines.Training;
using NNCompress.Models;
using NNCompress.Models.Shapes;
using NNCompress.TorchSharp.Graphs;
using NNCompress.TorchSharp.Operators;
using NNCompress.TorchSharp.Training;

namespace NNCompress.TorchSharp;

/// <summary>
/// Runs and trains networks on libtorch, on the processor or a CUDA device. All shapes are inferred before libtorch sees a tensor, since some of
/// its failures end the process. The number of threads may change the last bits of results.
/// </summary>
public sealed class TorchEngine : ITrainingEngine
{
    private readonly int threads;
    private readonly TorchDevice device;

    /// <param name="options">Threads for operators on the processor; the device "cpu" (the default), "cuda" or "cuda:N".</param>
    /// <exception cref="NncException">NNC2190 the device is not there, NNC2191 libtorch cannot be loaded.</exception>
    public TorchEngine(EngineOptions options)
    {
        device = TorchDevice.Open(options.Device);
        threads = options.Threads > 0 ? options.Threads : Environment.ProcessorCount;
    }

    public string Name => "torchsharp";

    /// <summary>Operators of the default domain that it runs.</summary>
    public static IReadOnlyCollection<string> Operators => OperatorTable.Names;

    /// <summary>Keeps the host's copies of trained tensors apart from those that torch computes with, as on a CUDA device.</summary>
    internal bool Apart { get; init; }

    /// <inheritdoc/>
    public Predictions Evaluate(Network network, Dataset data, IProgress<double>? progress = null, CancellationToken cancellation = default)
    {
        string output = network.Outputs[0].Name;
        float[]? scores = null;
        int[] shape = [];
        int width = 0;
        Run(network, data, [output], progress, cancellation, (first, samples, batch, values) =>
        {
            shape = Array.ConvertAll(values[output].shape, d => (int)d);
            if (shape.Length == 0 || shape[0] != batch)
                throw new NncException("NNC2021", network.Path, $"output '{output}' has shape {ShapeContext.Text(shape)} for {batch} samples: its first dimension must be the batch.");
            width = shape[1..].Aggregate(1, (p, d) => p * d);
            if (width == 0 || (long)width * data.Count > Array.MaxLength)
                throw new NncException("NNC2021", network.Path, $"output '{output}' has {width} values a sample, which {data.Count} samples cannot have: use less data.");
            scores ??= new float[width * data.Count];
            device.Receive(values[output], content => content[..(samples * width)].CopyTo(scores.AsSpan(first * width)));
        });
        return new Predictions(scores ?? [], width) { SampleShape = [.. shape.Skip(1)] };
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">A name is that of no input or computed value.</exception>
    public void Observe(
        Network network, Dataset data, IReadOnlyCollection<string> values, ActivationObserver observer,
        IProgress<double>? progress = null, CancellationToken cancellation = default) =>
        Run(network, data, values, progress, cancellation, (_, samples, batch, computed) =>
        {
            foreach (string name in values)
            {
                int[] shape = Array.ConvertAll(computed[name].shape, d => (int)d);
                int whole = shape.FirstOrDefault();
                if (samples < batch)
                {
                    // The rest of the last batch is filling.
                    if (shape.Length == 0 || whole % batch != 0)
                        throw new NncException("NNC2021", network.Path, $"value '{name}' has shape {ShapeContext.Text(shape)} for {batch} samples: its first dimension must be the batch to observe it.");
                    shape[0] = whole / batch * samples;
                }
                device.Receive(computed[name], content => observer(name, samples < batch ? content[..(content.Length / batch * samples)] : content, shape));
            }
        });

    /// <inheritdoc/>
    public ITrainingRun Begin(Network network, TrainingSet data, TrainingOptions options)
    {
        torch.set_num_threads(threads);
        return new TorchTrainingRun(network, data, options, device, Apart);
    }

    private void Run(
        Network network, Dataset data, IReadOnlyCollection<string> values, IProgress<double>? progress, CancellationToken cancellation,
        Action<int, int, int, IReadOnlyDictionary<string, TorchTensor>> use)
    {
        (int batch, int[] sampleShape) = Planner.Fit(network, data, values);
        torch.set_num_threads(threads);
        using IDisposable inference = torch.no_grad();
        using TorchGraph graph = TorchGraphBuilder.Build(network, values, batch, sampleShape, device);
        float[] content = new float[batch * data.SampleLength];
        for (int first = 0; first < data.Count; first += batch)
        {
            cancellation.ThrowIfCancellationRequested();
            int samples = Math.Min(batch, data.Count - first);
            data.CopyInputs(first, samples, content);
            content.AsSpan(samples * data.SampleLength).Clear();
            using DisposeScope scope = torch.NewDisposeScope();
            use(first, samples, batch, graph.Run(device.Send(content, [batch, .. sampleShape]), 0));
            progress?.Report(Math.Min(1, (first + samples) / (double)data.Count));
        }
    }
}
