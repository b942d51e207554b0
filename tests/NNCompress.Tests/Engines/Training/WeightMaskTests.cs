using NNCompress.Engines;
using NNCompress.Engines.Training;
using NNCompress.Models;

namespace NNCompress.Tests.Engines.Training;

public class WeightMaskTests
{
    private static readonly TrainingOptions Options = new() { Epochs = 2, BatchSize = 16, LearningRate = 1e-2, WeightDecay = 0.01, Optimiser = OptimiserKind.AdamW };

    [Fact]
    public void Masked_weights_are_zero_after_training_and_the_others_have_moved()
    {
        Network network = SmallNetworks.Conv(), before = network.Clone();
        bool[] kept = [.. Enumerable.Range(0, network.Constant("k2")!.Length).Select(i => i % 3 == 0)];
        Train(network, new WeightMask(new Dictionary<string, bool[]> { ["k2"] = kept }));
        float[] was = before.Constant("k2")!.Floats, now = network.Constant("k2")!.Floats;
        Assert.All(Enumerable.Range(0, kept.Length), i => Assert.True(kept[i] ? now[i] != was[i] : now[i] == 0, $"weight {i}: {was[i]} → {now[i]}"));
        Assert.DoesNotContain(0f, network.Constant("w")!.Floats);
    }

    [Fact]
    public void A_mask_of_the_zeros_keeps_exactly_those_of_matrices()
    {
        Network network = SmallNetworks.Conv();
        Tensor w = network.Constant("w")!;
        network.Replace(new Tensor("w", w.Shape, [.. w.Floats.Select((v, i) => i % 2 == 0 ? 0 : v)]));
        Train(network, WeightMask.OfZeros(network));
        Assert.All(network.Constant("w")!.Floats.Select((v, i) => (v, i)), p => Assert.Equal(p.i % 2 == 0, p.v == 0));
        Assert.DoesNotContain(0f, network.Constant("b")!.Floats);
    }

    [Fact]
    public void A_mask_of_something_else_is_refused()
    {
        Assert.Throws<ArgumentException>(() => Train(SmallNetworks.Conv(), new WeightMask(new Dictionary<string, bool[]> { ["k9"] = [false] })));
        Assert.Throws<ArgumentException>(() => Train(SmallNetworks.Conv(), new WeightMask(new Dictionary<string, bool[]> { ["b"] = new bool[5] })));
    }

    private static void Train(Network network, WeightMask mask) =>
        new Trainer(new ManagedEngine(1), new SilentReporter(), mask).Train(network, new TrainingSet(SmallNetworks.Quarters(48)), null, Options);
}
