using NNCompress.Data;
using NNCompress.Engines.Managed;
using NNCompress.Engines.Managed.Interleaved;
using NNCompress.Engines.Managed.Matrices;
using NNCompress.Engines.Managed.Operators;
using NNCompress.Engines.Managed.Training;
using NNCompress.Models;
using NNCompress.Tests.Compression;
using NNCompress.Tests.Conformance;

namespace NNCompress.Tests.Engines;

public class InterleavingTests
{
    /// <summary>Cases with a convolution, whose graphs take any number of samples.</summary>
    public static TheoryData<string> Convolutions =>
        [.. GradientCases.All.Where(name => GradientCases.Get(name).Graph.Build().Nodes is { } nodes && nodes.Any(n => n.OpType == "Conv") && nodes.All(n => n.OpType != "Reshape"))];

    [Theory]
    [MemberData(nameof(Convolutions))]
    public void A_sample_evaluates_to_the_same_bits_in_rows_and_interleaved(string name)
    {
        const int Samples = 41;
        (GraphBuilder builder, int[] shape) = GradientCases.Get(name);
        Network network = builder.Build();
        Dataset data = new("noise", shape[1..], GraphBuilder.Noise(Samples * shape.Skip(1).Aggregate(1, (p, d) => p * d), 9), null, Answers.Unscaled);
        // Every value but the input is asked for, so that each is there in rows.
        string[] values = [.. network.Nodes.SelectMany(n => n.Outputs).Where(o => network.Constant(o) is null)];
        Plan all = PlanBuilder.Build(network, values, Samples, shape[1..], SimdPath.Auto), single = PlanBuilder.Build(network, values, 1, shape[1..], SimdPath.Auto);
        Plan last = PlanBuilder.Build(network, ["y"], Samples, shape[1..], SimdPath.Auto);
        Assert.Contains(all.Steps, s => s.Kernel is InterleavedConv);
        Assert.DoesNotContain(single.Steps, s => s.Kernel is InterleavedConv);
        Worker together = new(all), alone = new(single), brief = new(last);
        together.Run(data, 0, Samples);
        brief.Run(data, 0, Samples);
        Assert.Equal(together.Value(all.Values["y"]).ToArray(), brief.Value(last.Values["y"]).ToArray());
        for (int i = 0; i < Samples; i++)
        {
            alone.Run(data, i, 1);
            foreach (string value in values)
            {
                float[] expected = alone.Value(single.Values[value]).ToArray();
                Assert.Equal(expected, together.Value(all.Values[value]).Slice(i * expected.Length, expected.Length).ToArray());
            }
        }
    }

    [Theory]
    [MemberData(nameof(Convolutions))]
    public void No_vector_width_changes_a_bit_of_a_gradient(string name)
    {
        (GraphBuilder builder, int[] samples) = GradientCases.Get(name);
        float[][]? first = null;
        foreach (SimdPath path in new[] { SimdPath.Scalar, SimdPath.Vector128, SimdPath.Vector256, SimdPath.Vector512 })
        {
            Network network = builder.Build();
            using WorkTeam team = new(2);
            ParameterStore store = new(network, network.Nodes, null);
            TrainingGraph graph = TrainingGraphBuilder.Build(network, "y", samples[0], samples[1..], store, team, path, 7, inputGradient: true);
            GraphBuilder.Noise(graph.Input.Buffer.Length, 4).CopyTo(graph.Input.Buffer.Span);
            graph.Forward(team, 0);
            GraphBuilder.Noise(graph.Output.Length, 5).CopyTo(graph.Output.GradientBuffer!.Span);
            graph.Backward(team);
            float[][] all = [graph.Output.Buffer.Span.ToArray(), graph.Input.GradientBuffer!.Span.ToArray(), .. store.Parameters.Select(p => p.Gradient.ToArray())];
            first ??= all;
            Assert.Equal(first, all);
        }
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(8, 8)]
    [InlineData(32, 17)]
    [InlineData(13, 30)]
    [InlineData(7, 5)]
    public unsafe void Transposition_exchanges_lines_and_steps_and_touches_nothing_else(int lines, int steps)
    {
        int fromStride = steps + 3, toStride = lines + 2;
        float[] from = GraphBuilder.Noise(lines * fromStride, 1), to = GraphBuilder.Noise(steps * toStride, 2), expected = [.. to];
        for (int l = 0; l < lines; l++)
        {
            for (int s = 0; s < steps; s++)
                expected[(s * toStride) + l] = from[(l * fromStride) + s];
        }
        fixed (float* source = from, target = to)
            Transposition.Run(source, fromStride, lines, steps, target, toStride);
        Assert.Equal(expected, to);
    }

    [Theory]
    [InlineData(1, false)]
    [InlineData(15, false)]
    [InlineData(16, true)]
    [InlineData(32, true)]
    [InlineData(33, true)]
    public void Interleaving_pays_where_half_of_the_blocks_are_samples(int samples, bool pays) => Assert.Equal(pays, Interleaving.Pays(samples));
}
