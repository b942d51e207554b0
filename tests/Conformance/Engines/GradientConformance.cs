using NNCompress.Data;
using NNCompress.Engines.Training;
using NNCompress.Models;
using Xunit.Abstractions;

namespace NNCompress.Tests.Conformance;

/// <summary>Gradients of a squared error by what comes into each operator and by all its weights, against differences of the loss.</summary>
/// <param name="output">Told the worst deviations.</param>
/// <param name="operators">What the engine declares that it can train.</param>
public abstract class GradientConformance(ITestOutputHelper output, IReadOnlyCollection<string> operators)
{
    private const double Tolerance = 1e-3;

    // Two central differences, at h and h/2, are extrapolated to an error of h⁴; inputs keep at least h away from kinks.
    private const double Step = 1.0 / 16;

    // Elements of each tensor that are tried.
    private const int Tried = 25;

    public static TheoryData<string> Names => GradientCases.Names;

    protected abstract ITrainingEngine Create();

    [Fact]
    public void Every_operator_that_can_be_trained_has_a_case()
    {
        IEnumerable<string> tested = GradientCases.All.SelectMany(name => GradientCases.Get(name).Graph.Build().Nodes.Select(n => n.OpType));
        Assert.Empty(operators.Except(tested));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Agrees_with_central_differences(string name)
    {
        bool distinct = GradientCases.Get(name).Graph.Build().Nodes.Any(n => n.OpType == "MaxPool");
        (GraphBuilder builder, int[] samples) = GradientCases.GetTrained(name, count => Apart(count, distinct));
        Network network = builder.Build();
        int[] shape = ShapeInference.Infer(network, samples[0])[network.Outputs[0].Name];
        int width = shape.Aggregate(1, (p, d) => p * d) / samples[0];
        Dataset zeros = new("zeros", samples[1..], new float[samples.Aggregate(1, (p, d) => p * d)], null, new Scaling(1, [], []));
        TrainingSet data = new(zeros, GraphBuilder.Noise(width * samples[0], 5));
        TrainingOptions options = new() { Loss = LossKind.MeanSquaredError, BatchSize = samples[0], Trainable = [.. network.WeightNames], Seed = 7 };
        int[] all = [.. Enumerable.Range(0, samples[0])];
        using ITrainingRun run = Create().Begin(network, data, options);
        run.Steps = 3;
        run.Differentiate(all);
        float[][] gradients = [.. run.Parameters.Select(p => p.Gradient.ToArray())];
        Assert.Contains(run.Parameters, p => p.Name == "offset");
        for (int p = 0; p < gradients.Length; p++)
        {
            double worst = 0, largest = Math.Max(1e-2, gradients[p].Max(Math.Abs));
            for (int i = 0; i < gradients[p].Length; i += 1 + (gradients[p].Length / Tried))
            {
                double expected = ((4 * Difference(run.Parameters[p], i, Step / 2)) - Difference(run.Parameters[p], i, Step)) / 3;
                Assert.True(float.IsFinite(gradients[p][i]), $"{run.Parameters[p].Name}[{i}] has gradient {gradients[p][i]}");
                worst = Math.Max(worst, Math.Abs(gradients[p][i] - expected) / largest);
            }
            output.WriteLine($"{run.Parameters[p].Name}: worst deviation {worst:e1} of gradients up to {largest:g3}");
            Assert.InRange(worst, 0, Tolerance);
        }

        double Difference(TrainingParameter parameter, int index, double step)
        {
            float was = parameter.Values[index];
            parameter.Values[index] = (float)(was + step);
            double up = parameter.Values[index], above = run.Differentiate(all).Loss;
            parameter.Values[index] = (float)(was - step);
            double down = parameter.Values[index], below = run.Differentiate(all).Loss;
            parameter.Values[index] = was;
            return (above - below) / (up - down) / samples[0];
        }
    }

    /// <summary>Odd multiples of 0.1, so that no kink at an even one is near; all different where the largest of several is looked for.</summary>
    private static float[] Apart(int count, bool distinct)
    {
        int[] order = [.. Enumerable.Range(0, count)];
        new Random(3).Shuffle(order);
        return [.. order.Select(o => (0.2f * (distinct ? o - (count / 2) : (o % 41) - 20)) + 0.1f)];
    }
}
