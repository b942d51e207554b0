using NNCompress.Data;
using NNCompress.Engines;
using NNCompress.Models;
using NNCompress.Pruning;
using Xunit.Abstractions;

namespace NNCompress.Tests.Pruning;

/// <summary>The proof that a cut is right: silencing channels in the whole network and removing them give the same outputs.</summary>
public sealed class ZeroedEqualsRemovedTests(ITestOutputHelper output)
{
    private const double Tolerance = 1e-4;

    public static TheoryData<string> Names() => [.. Topologies.All.Keys, .. SampleModels.All];

    [Theory]
    [MemberData(nameof(Names))]
    public void Outputs_agree(string name)
    {
        Network network = Load(name);
        Dependencies dependencies = Dependencies.Of(network);
        Assert.Contains(dependencies.Groups, g => g.Locked is null);
        HashSet<int> removed = EveryThirdChannel(dependencies);
        Network pruned = Surgery.Remove(dependencies, removed);
        Assert.True(pruned.ParameterCount < network.ParameterCount);

        Dataset data = Noise(network, 64);
        ManagedEngine engine = new();
        float[] zeroed = engine.Evaluate(Silenced(dependencies, removed), data).Scores;
        float[] smaller = engine.Evaluate(pruned, data).Scores;
        double worst = zeroed.Zip(smaller, (a, b) => Math.Abs((double)a - b)).Max();
        output.WriteLine($"{name}: {network.ParameterCount} → {pruned.ParameterCount} parameters, worst deviation {worst:g3}");
        Assert.True(worst <= Tolerance, $"{name}: outputs differ by {worst}");
        Assert.True(zeroed.Zip(engine.Evaluate(network, data).Scores, (a, b) => Math.Abs(a - b)).Max() > Tolerance, "the silenced channels mattered to begin with");
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Pruned_file_survives_writing(string name)
    {
        Dependencies dependencies = Dependencies.Of(Load(name));
        Network pruned = Surgery.Remove(dependencies, EveryThirdChannel(dependencies));
        Network again = OnnxFile.Parse(pruned.ToBytes(), "again.onnx");
        Dataset data = Noise(again, 8);
        Assert.Equal(new ManagedEngine().Evaluate(pruned, data).Scores, new ManagedEngine().Evaluate(again, data).Scores);
        Assert.Equal(pruned.Nodes.Select(n => n.Name), again.Nodes.Select(n => n.Name));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void What_is_pruned_can_be_pruned_again(string name)
    {
        Network network = Load(name);
        Dependencies first = Dependencies.Of(network);
        HashSet<int> one = [.. first.Groups.Where(g => g.Locked is null && g.Units.Length > 3).Select(g => g.Units[0])];
        Dependencies second = Dependencies.Of(Surgery.Remove(first, one));
        Assert.Equal(first.Groups.Select(g => (g.Name, g.Locked is null, g.Units.Count(u => !one.Contains(u)))), second.Groups.Select(g => (g.Name, g.Locked is null, g.Units.Length)));
        HashSet<int> two = [.. second.Groups.Where(g => g.Locked is null && g.Units.Length > 2).Select(g => g.Units[1])];
        HashSet<int> both = [.. one, .. first.Groups.Where(g => g.Locked is null).SelectMany(g => g.Units.Where(u => !one.Contains(u)).ToArray() is { Length: > 2 } left ? [left[1]] : (int[])[])];
        Dataset data = Noise(network, 8);
        ManagedEngine engine = new();
        float[] step = engine.Evaluate(Surgery.Remove(second, two), data).Scores, atOnce = engine.Evaluate(Surgery.Remove(first, both), data).Scores;
        Assert.True(step.Zip(atOnce, (a, b) => Math.Abs((double)a - b)).Max() <= Tolerance);
    }

    internal static Network Load(string name) => Topologies.All.TryGetValue(name, out Func<Network>? make) ? make() : OnnxFile.Load(SampleModels.Path(name));

    internal static Dataset Noise(Network network, int count)
    {
        int[] shape = network.Inputs[0].Shape![1..];
        return new Dataset("noise", shape, GraphBuilder.Noise(count * shape.Aggregate(1, (a, b) => a * b), 5), null, new Scaling(1, [], []));
    }

    /// <summary>Noise with labels that mean nothing.</summary>
    internal static Dataset LabelledNoise(Network network, int count)
    {
        Dataset noise = Noise(network, count);
        int width = new ManagedEngine(1).Evaluate(network, noise).Width;
        return new Dataset(noise.Source, noise.SampleShape, noise.Inputs, [.. Enumerable.Range(0, count).Select(i => i % width)], noise.Scaling);
    }

    private static HashSet<int> EveryThirdChannel(Dependencies dependencies) => [.. dependencies.Groups.Where(g => g.Locked is null)
        .SelectMany(g => g.Units.Where((_, i) => i % 3 == 1))];

    /// <summary>Every layer stops listening to the channels: their columns are zero.</summary>
    private static Network Silenced(Dependencies dependencies, HashSet<int> removed)
    {
        Network silenced = dependencies.Network.Clone();
        foreach (Layer layer in dependencies.Layers.Where(l => l.InAxis >= 0))
        {
            Tensor weight = silenced.Constant(layer.Weight)!;
            int inner = weight.Shape[(layer.InAxis + 1)..].Aggregate(1, (x, y) => x * y);
            float[] kept = [.. weight.Floats.Select((value, i) => removed.Contains(layer.InUnits[i / inner % layer.InUnits.Length]) ? 0 : value)];
            silenced.Replace(new Tensor(weight.Name, weight.Shape, kept));
        }
        return silenced;
    }
}
