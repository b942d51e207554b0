using NNCompress.Data;
using NNCompress.Engines.Managed;
using NNCompress.Engines.Managed.Matrices;
using NNCompress.Engines.Managed.Operators;
using NNCompress.Engines.Managed.Training;
using NNCompress.Models;
using NNCompress.Tests.Compression;
using NNCompress.Tests.Conformance;
using Xunit.Abstractions;

namespace NNCompress.Tests.Engines.Training;

public class GradientTests(ITestOutputHelper output)
{
    // Two central differences, at h and h/2, are extrapolated to an error of h⁴; inputs keep at least h away from kinks.
    private const double Step = 1.0 / 16;

    public static TheoryData<string> Names => GradientCases.Names;

    /// <summary>The cases without dropout and norms, which are meant to differ in training.</summary>
    public static TheoryData<string> Unchanging =>
        [.. GradientCases.All.Where(name => !GradientCases.Get(name).Graph.Build().Nodes.Any(n => n.OpType is "Dropout" or "BatchNormalization"))];

    [Theory]
    [MemberData(nameof(Names))]
    public void Agrees_with_central_differences(string name)
    {
        (GraphBuilder builder, int[] samples) = GradientCases.Get(name);
        Network network = builder.Build();
        using WorkTeam team = new(2);
        ParameterStore store = new(network, network.Nodes, null);
        TrainingGraph graph = TrainingGraphBuilder.Build(network, "y", samples[0], samples[1..], store, team, SimdPath.Auto, 7, inputGradient: true);
        Fill(graph.Input.Buffer.Span, network.Nodes.Any(n => n.OpType == "MaxPool"));
        graph.Forward(team, 3);
        float[] weights = GraphBuilder.Noise(graph.Output.Length, 5);
        weights.CopyTo(graph.Output.GradientBuffer!.Span);
        graph.Backward(team);
        IEnumerable<(string, AlignedBuffer, AlignedBuffer)> tensors =
            [("x", graph.Input.Buffer, graph.Input.GradientBuffer!), .. store.Parameters.Select(p => (p.Name, p.Data, p.Slope))];
        foreach ((string tensor, AlignedBuffer values, AlignedBuffer slope) in tensors)
        {
            float[] gradient = slope.Span.ToArray();
            double worst = 0, largest = Math.Max(1, gradient.Max(Math.Abs));
            for (int i = 0; i < gradient.Length; i += 1 + (gradient.Length / 300))
            {
                double expected = ((4 * Difference(values, i, Step / 2)) - Difference(values, i, Step)) / 3;
                Assert.True(float.IsFinite(gradient[i]), $"{tensor}[{i}] has gradient {gradient[i]}");
                worst = Math.Max(worst, Math.Abs(gradient[i] - expected) / largest);
            }
            output.WriteLine($"{tensor}: worst deviation {worst:e1} of gradients up to {largest:g3}");
            Assert.InRange(worst, 0, 1e-4);
        }

        double Difference(AlignedBuffer values, int index, double step)
        {
            float was = values.Span[index];
            values.Span[index] = (float)(was + step);
            double up = values.Span[index], above = Value();
            values.Span[index] = (float)(was - step);
            double down = values.Span[index], below = Value();
            values.Span[index] = was;
            return (above - below) / (up - down);
        }

        double Value()
        {
            graph.Forward(team, 3);
            double sum = 0;
            for (int i = 0; i < weights.Length; i++)
                sum += (double)weights[i] * graph.Output.Buffer.Span[i];
            return sum;
        }
    }

    [Fact]
    public void Every_operator_that_can_be_trained_is_tested()
    {
        IEnumerable<string> tested = GradientCases.All.SelectMany(name => GradientCases.Get(name).Graph.Build().Nodes.Select(n => n.OpType));
        Assert.Equal(StepRegistry.Names.Order(), tested.Distinct().Order());
        Assert.Empty(StepRegistry.Names.Except(OperatorRegistry.Names));
    }

    [Theory]
    [MemberData(nameof(Unchanging))]
    public void Computes_what_evaluation_computes(string name)
    {
        (GraphBuilder builder, int[] samples) = GradientCases.Get(name);
        Network network = builder.Build();
        using WorkTeam team = new(2);
        TrainingGraph graph = TrainingGraphBuilder.Build(network, "y", samples[0], samples[1..], new ParameterStore(network, network.Nodes, null), team, SimdPath.Auto, 7);
        Fill(graph.Input.Buffer.Span, network.Nodes.Any(n => n.OpType == "MaxPool"));
        Dataset input = new("filled", samples[1..], graph.Input.Buffer.Span.ToArray(), null, Answers.Unscaled);
        graph.Forward(team, 0);
        Plan plan = PlanBuilder.Build(network, ["y"], samples[0], samples[1..], SimdPath.Auto);
        Worker worker = new(plan);
        worker.Run(input, 0, samples[0]);
        Assert.Equal(worker.Value(plan.Values["y"]).ToArray(), graph.Output.Buffer.Span.ToArray());
    }

    /// <summary>Odd multiples of 0.1, so that no kink at an even one is near; all different where the largest of several is looked for.</summary>
    private static void Fill(Span<float> values, bool distinct)
    {
        int[] order = [.. Enumerable.Range(0, values.Length)];
        new Random(3).Shuffle(order);
        for (int i = 0; i < values.Length; i++)
            values[i] = (0.2f * (distinct ? order[i] - (values.Length / 2) : (order[i] % 41) - 20)) + 0.1f;
    }
}
