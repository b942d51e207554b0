using NNCompress.Data;
using NNCompress.Engines;
using NNCompress.Models;
using NNCompress.Numerics;
using NNCompress.Pruning;
using NNCompress.Tests.Compression;

namespace NNCompress.Tests.Pruning;

public sealed class DisturbanceTests
{
    private const int Inputs = 40, Classes = 20, Samples = 128;

    private static readonly Dataset Data = new("hand", [Inputs], GraphBuilder.Noise(Samples * Inputs, 23), null, Answers.Unscaled);

    private static readonly double Energy = Data.Inputs.Sum(v => (double)v * v) / Samples;

    [Fact]
    public void Of_a_dense_layer_the_scale_is_that_of_its_outputs()
    {
        Network network = Dense();
        double outputs = new ManagedEngine(1).Evaluate(network, Data).Scores.Sum(v => (double)v * v) / Samples / Classes;
        // An error of variance 1 in every weight moves each output by the energy of the inputs; what counts is that beside an output's mean square.
        double scale = Of(network, classes: false).Scale(Layer(network), Classes * Energy);
        Assert.InRange(scale * outputs, 0.85, 1.15);
    }

    [Fact]
    public void Of_scores_what_all_classes_share_does_not_count()
    {
        Network network = Dense();
        Assert.InRange(Of(network, classes: true).Scale(Layer(network), (Classes - 1) * Energy), 0.85, 1.15);
    }

    [Fact]
    public void How_large_the_outputs_are_does_not_matter_unless_they_are_scores()
    {
        Network small = Dense(), large = small.Clone();
        Tensor weight = small.Constant("w")!;
        large.Replace(new Tensor("w", weight.Shape, Array.ConvertAll(weight.Floats, v => 1000 * v)));
        // The same relative to the outputs: errors of a thousandth cost as much in the small one.
        Assert.Equal(1, Of(small, classes: false).Scale(Layer(small), 1) / (1e6 * Of(large, classes: false).Scale(Layer(large), 1)), 2);
    }

    [Fact]
    public void A_layer_that_moves_nothing_is_left_as_it_was_expected()
    {
        Network network = new GraphBuilder().Input("x", -1, Inputs).Constant("w", [Inputs, Classes]).Constant("zero", [1], new float[] { 0 }).Constant("v", [Inputs, Classes])
            .Node("MatMul", ["x", "w"], ["a"]).Node("Mul", ["a", "zero"], ["b"]).Node("MatMul", ["x", "v"], ["c"]).Node("Add", ["b", "c"], ["y"]).Output("y").Build();
        Assert.Equal(1, Of(network, classes: false).Scale(Layer(network), 1));
    }

    [Fact]
    public void Gates_that_the_weights_do_not_show_are_in_the_measured_curvature()
    {
        // Squeezed by a gate of about a twentieth between the layers: an error before it costs four hundred times less than the weights behind it say.
        Network network = new GraphBuilder().Input("x", -1, Inputs).Constant("w1", [Inputs, Inputs]).Constant("g", [Inputs, Inputs], 0.02f).Constant("low", [1], new float[] { -3 }).Constant("w2", [Inputs, Classes])
            .Node("MatMul", ["x", "w1"], ["h"]).Node("MatMul", ["x", "g"], ["s"]).Node("Add", ["s", "low"], ["t"]).Node("Sigmoid", ["t"], ["gate"])
            .Node("Mul", ["h", "gate"], ["a"]).Node("MatMul", ["a", "w2"], ["y"]).Output("y").Build();
        Dependencies dependencies = Dependencies.Of(network);
        ManagedEngine engine = new(1);
        SecondMoments moments = SecondMoments.Collect(engine, dependencies, Data);
        OutputCurvature curvature = new(dependencies, moments);
        MeasuredCurvature measured = new(network, curvature, Of(network, classes: true), moments, KernelMoments.Collect(engine, dependencies, Data, Shelf.Unbounded(), long.MaxValue, default));
        Layer before = dependencies.Layers.Single(l => l.Weight == "w1"), behind = dependencies.Layers.Single(l => l.Weight == "w2");
        DiagonalBlocks guessed = curvature.Of(before), seen = measured.Of(before);
        Assert.InRange(guessed[0, 0] / seen[0, 0], 250, 700);
        // One factor for all of a layer.
        Assert.Equal(guessed[0, 1] / guessed[0, 0], seen[0, 1] / seen[0, 0], 9);
        Assert.InRange(curvature.Of(behind)[0, 0] / measured.Of(behind)[0, 0], 0.8, 1.25);
    }

    [Fact]
    public void What_inputs_have_in_common_is_made_up_for()
    {
        Network network = new GraphBuilder().Input("x", -1, Inputs).Constant("w", [Inputs, Classes]).Constant("b", [Classes]).Node("Gemm", ["x", "w", "b"], ["y"]).Output("y").Build();
        float[] alike = Array.ConvertAll(GraphBuilder.Noise(Samples * Inputs, 29), v => 3 + v);
        Dataset bright = new("hand", [Inputs], alike, null, Answers.Unscaled);
        Dependencies dependencies = Dependencies.Of(network);
        Layer layer = dependencies.Layers.Single(l => l.Weight == "w");
        ManagedEngine engine = new(1);
        double[] moments = SecondMoments.Collect(engine, dependencies, bright).Of(layer)!;
        Predictions before = engine.Evaluate(network, bright);
        double Moved(Network disturbed) => engine.Evaluate(disturbed, bright).Scores.Zip(before.Scores, (a, b) => (double)(a - b) * (a - b)).Sum() / Samples;
        double size = 0.01, expected = 0;
        InputFeedback feedback = new(moments, InputBlocks.Whole(Inputs), bias: true);
        Network mended = MendedNoise.Of(network, layer, _ => feedback, size, (_, own, _) => expected += size * size * Inputs * own.Energy);
        Assert.InRange(Moved(mended) / expected, 0.5, 1);
        double energy = alike.Sum(v => (double)v * v) / Samples;
        Assert.True(Moved(mended) < Classes * size * size * energy / 5);
    }

    [Fact]
    public void The_same_every_time_whatever_the_number_of_threads()
    {
        Network network = Dense();
        double one = Of(network, classes: true).Scale(Layer(network), 1);
        Assert.Equal(one, new Disturbance(new ManagedEngine(3), network, Data, classes: true, default).Scale(Layer(network), 1));
    }

    private static Network Dense() => new GraphBuilder().Input("x", -1, Inputs).Constant("w", [Inputs, Classes]).Node("MatMul", ["x", "w"], ["y"]).Output("y").Build();

    private static Layer Layer(Network network) => Dependencies.Of(network).Layers.Single(l => l.Weight == "w");

    private static Disturbance Of(Network network, bool classes) => new(new ManagedEngine(1), network, Data, classes, default);
}
