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
        (this.network, this.data, this.options, this.path) = (network, data, options, path);
        TrainingPlan plan = TrainingPlan.Of(network, data, options);
        (target, sampleShape) = (plan.Target, plan.SampleShape);
        store = new ParameterStore(network, Ancestors.Of(network, [target]), options.Trainable);
        if (store.Parameters.Count == 0)
            throw TrainingPlan.NothingToTrain(network);
        update = new ParameterUpdate(options, store.Parameters);
        loss = Loss.Of(options.Loss, data);
        team = new WorkTeam(threads);
        try
        {
            width = plan.Width(network, Graph(plan.Batch).Output.Shape);
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
            throw TrainingPlan.Diverged(network, figures.Loss, Steps, learningRate);
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
                inputs.CopyInputs(chosen[i], 1, input.Buffer.Span[(i * inputs.SampleLength)..]);
        });
    }

    private TrainingGraph Graph(int samples)
    {
        if (!graphs.TryGetValue(samples, out TrainingGraph? graph))
            graphs[samples] = graph = TrainingGraphBuilder.Build(network, target, samples, sampleShape, store, team, path, options.Seed);
        return graph;
    }
}
