using NNCompress.Data;
using NNCompress.Engines.Managed.Matrices;
using NNCompress.Engines.Managed.Training.Losses;
using NNCompress.Engines.Managed.Training.Optimisers;
using NNCompress.Engines.Training;
using NNCompress.Models;

namespace NNCompress.Engines.Managed.Training;

/// <summary>
/// A run on the managed engine. The threads share each operator's work in ways that leave every sum's order alone, so that their number
/// changes no bit.
/// </summary>
internal sealed class ManagedTrainingRun : ITrainingRun
{
    private readonly Network network;
    private readonly TrainingSet data;
    private readonly TrainingOptions options;
    private readonly SimdPath path;
    private readonly string target;
    private readonly int[] sampleShape;
    private readonly int width;
    private readonly ParameterStore store;
    private readonly ParameterUpdate update;
    private readonly Loss loss;
    private readonly WorkTeam team;

    // One for whole batches, one for what is left at an epoch's end.
    private readonly Dictionary<int, TrainingGraph> graphs = [];

    public ManagedTrainingRun(Network network, TrainingSet data, TrainingOptions options, int threads, SimdPath path)
    {
        options.Check();
        (this.network, this.data, this.options, this.path) = (network, data, options, path);
        ValueInfo input = Planner.Input(network);
        if (input.Shape is [> 0 and int batch, ..] && (batch != options.BatchSize || data.Inputs.Count % batch != 0))
            throw Untrainable($"its input '{input.Name}' fixes the batch to {batch}: export the model with an open batch dimension");
        sampleShape = Planner.SampleShape(network, input, data.Inputs);
        target = Head.Scores(network, options.Loss);
        store = new ParameterStore(network, Ancestors.Of(network, [target]), options.Trainable);
        if (store.Parameters.Count == 0)
            throw Untrainable("no weight in it can be trained: give a network whose weights are floating-point constants");
        update = new ParameterUpdate(options, store.Parameters);
        loss = Loss.Of(options.Loss, data);
        team = new WorkTeam(threads);
        try
        {
            TrainingGraph graph = Graph(Math.Min(options.BatchSize, data.Inputs.Count));
            width = Width(graph.Output.Shape);
            TrainingData.Check(data, width);
        }
        catch
        {
            team.Dispose();
            throw;
        }
    }

    public IReadOnlyList<TrainingParameter> Parameters => store.Parameters;

    public long Steps { get; set; }

    public IReadOnlyList<(string Name, Memory<float> Values)> State =>
    [
        .. store.Parameters.Select(p => (p.Name, p.Data.Memory)),
        .. store.Statistics.Select(s => (s.Key, s.Value.Memory)),
        .. update.State,
    ];

    public BatchFigures Step(ReadOnlySpan<int> samples, double learningRate)
    {
        BatchFigures figures = Differentiate(samples);
        if (!double.IsFinite(figures.Loss))
            throw new NncException("NNC2032", network.Path, FormattableString.Invariant($"the loss is {figures.Loss} in step {Steps + 1}, at learning rate {learningRate}: lower the learning rate, and check the data's scaling."));
        Steps++;
        update.Run(team, learningRate, Steps);
        return figures;
    }

    public BatchFigures Differentiate(ReadOnlySpan<int> samples)
    {
        TrainingGraph graph = Graph(samples.Length);
        Gather(samples, graph.Input);
        graph.Forward(team, Steps);
        BatchFigures figures = loss.Run(graph.Output.Buffer.Span, width, samples, graph.Output.GradientBuffer!.Span);
        graph.Backward(team);
        return figures;
    }

    public void WriteBack() => store.WriteBack();

    public void Dispose() => team.Dispose();

    private void Gather(ReadOnlySpan<int> samples, TrainingValue input)
    {
        const int Piece = 16;
        int[] chosen = [.. samples];
        team.For((chosen.Length + Piece - 1) / Piece, piece =>
        {
            Dataset inputs = data.Inputs;
            for (int i = piece * Piece; i < Math.Min((piece + 1) * Piece, chosen.Length); i++)
                inputs.Inputs.AsSpan(chosen[i] * inputs.SampleLength, inputs.SampleLength).CopyTo(input.Buffer.Span[(i * inputs.SampleLength)..]);
        });
    }

    private TrainingGraph Graph(int samples)
    {
        if (!graphs.TryGetValue(samples, out TrainingGraph? graph))
            graphs[samples] = graph = TrainingGraphBuilder.Build(network, target, samples, sampleShape, store, team, path, options.Seed);
        return graph;
    }

    private int Width(int[] shape)
    {
        int batch = Math.Min(options.BatchSize, data.Inputs.Count), count = shape.Aggregate(1, (p, d) => p * d);
        return shape.Length > 1 && shape[0] == batch && count > 0
            ? count / batch
            : throw new NncException("NNC2021", network.Path, $"value '{target}' has shape [{string.Join(',', shape)}] for {batch} samples: its first dimension must be the batch, and others must follow.");
    }

    private NncException Untrainable(string why) => new("NNC2030", network.Path, $"the network cannot be trained: {why}.");
}
