using NNCompress.Data;
using NNCompress.Engines;
using NNCompress.Engines.Training;
using NNCompress.Models;

namespace NNCompress.Tests.Engines.Training;

public class TrainingErrorTests
{
    private static readonly TrainingOptions Options = new() { Epochs = 2, BatchSize = 16 };

    private static readonly TrainingSet Data = new(SmallNetworks.Quarters(32));

    [Fact]
    public void A_network_without_weights_is_NNC2030() =>
        Fails("NNC2030", new GraphBuilder().Input("x", -1, 1, 8, 8).Node("Flatten", ["x"], ["y"]).Output("y").Build(), Data, Options, "no weight");

    [Fact]
    public void A_network_with_a_fixed_batch_is_NNC2030() => Fails(
        "NNC2030", new GraphBuilder().Input("x", 1, 64).Constant("w", [64, 4]).Node("MatMul", ["x", "w"], ["y"]).Output("y").Build(), Data, Options, "fixes the batch to 1");

    [Fact]
    public void An_operator_that_runs_but_cannot_be_trained_is_NNC2020() => Fails(
        "NNC2020", new GraphBuilder().Input("x", -1, 1, 8, 8).Node("Flatten", ["x"], ["f"]).Constant("w", [64, 9]).Node("MatMul", ["f", "w"], ["h"]).Constant("k", [1], [4L])
            .Node("TopK", ["h", "k"], ["y", ""]).Output("y").Build(), Data, Options, "TopK 'y_node' (opset 13) runs but cannot be trained");

    [Fact]
    public void Labels_that_are_missing_or_too_large_are_NNC2043()
    {
        Dataset d = Data.Inputs;
        Fails("NNC2043", SmallNetworks.Conv(), new TrainingSet(new Dataset("bare", d.SampleShape, d.Inputs, null, d.Scaling)), Options, "no labels");
        Fails("NNC2043", SmallNetworks.Conv(), new TrainingSet(new Dataset("wrong", d.SampleShape, d.Inputs, [.. d.Labels!.Select(l => l + 1)], d.Scaling)), Options, "has 4 outputs");
    }

    [Fact]
    public void A_loss_that_is_not_finite_is_NNC2032()
    {
        Dataset d = Data.Inputs;
        Dataset spoilt = new("spoilt", d.SampleShape, [.. d.Inputs.Select((v, i) => i == 70 ? float.NaN : v)], d.Labels, d.Scaling);
        Fails("NNC2032", SmallNetworks.Conv(), new TrainingSet(spoilt), Options, "lower the learning rate");
    }

    [Fact]
    public void Data_of_another_size_is_NNC2022() =>
        Fails("NNC2022", SmallNetworks.Mlp(5), Data, Options, "28,28");

    [Fact]
    public void Checkpoints_that_are_damaged_or_of_another_run_are_NNC2031()
    {
        string path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        try
        {
            TrainingOptions options = Options with { Checkpoint = path, Resume = true };
            new Trainer(new ManagedEngine(1), new SilentReporter()).Train(SmallNetworks.Conv(), Data, null, options);
            byte[] good = File.ReadAllBytes(path);
            Fails("NNC2031", SmallNetworks.Conv(), Data, options with { Seed = 99 }, "of another run");
            Fails("NNC2031", SmallNetworks.Conv(), new TrainingSet(SmallNetworks.Quarters(32, 9)), options, "of another run");
            Network other = SmallNetworks.Conv();
            other.Constant("k1")!.Floats[0]++;
            other.Replace(other.Constant("k1")!);
            Fails("NNC2031", other, Data, options, "of another run");
            foreach (int length in new[] { 0, 5, 31, 40, 100, good.Length - 1 })
            {
                File.WriteAllBytes(path, good[..length]);
                Fails("NNC2031", SmallNetworks.Conv(), Data, options, "damaged");
            }
            for (int at = 0; at < good.Length; at += 97)
            {
                byte[] bad = [.. good];
                bad[at] ^= 0x10;
                File.WriteAllBytes(path, bad);
                Fails("NNC2031", SmallNetworks.Conv(), Data, options, "damaged");
            }
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void Options_out_of_range_are_refused()
    {
        foreach (TrainingOptions wrong in new[]
        {
            Options with { BatchSize = 0 }, Options with { Epochs = -1 }, Options with { LearningRate = double.NaN }, Options with { Momentum = 1 }, Options with { L1 = -1 },
        })
            Assert.Throws<ArgumentOutOfRangeException>(() => new Trainer(new ManagedEngine(1), new SilentReporter()).Train(SmallNetworks.Conv(), Data, null, wrong));
        Assert.Throws<ArgumentException>(() => new Trainer(new ManagedEngine(1), new SilentReporter()).Train(SmallNetworks.Conv(), Data, null, Options with { Patience = 2 }));
        Assert.Throws<ArgumentException>(() => new Trainer(new ManagedEngine(1), new SilentReporter()).Train(SmallNetworks.Conv(), Data, null, Options with { Trainable = ["nothing"] }));
    }

    private static void Fails(string code, Network network, TrainingSet data, TrainingOptions options, string part)
    {
        NncException e = Assert.Throws<NncException>(() => new Trainer(new ManagedEngine(2), new SilentReporter()).Train(network, data, null, options));
        Assert.Equal(code, e.Code);
        Assert.Contains(part, e.Message, StringComparison.Ordinal);
    }
}
