using NNCompress.Data;
using NNCompress.Engines;
using NNCompress.Engines.Training;
using NNCompress.Models;
using NNCompress.TorchSharp;
using TorchSharp;
using Xunit.Abstractions;

namespace NNCompress.Tests.TorchSharp;

/// <summary>Tensors of torch go with the batch that they were made for.</summary>
[Collection("alone")]
public class MemoryTests(ITestOutputHelper output)
{
    private const int Batches = 1000;

    // What allocators keep may move a little; one kept tensor of 16 kB a batch would be 16 MB.
    private const long Allowed = 8L << 20;

    [Fact]
    public void Training_does_not_grow()
    {
        Dataset data = SmallNetworks.Quarters(64);
        int[] samples = [.. Enumerable.Range(0, 64)];
        using ITrainingRun run = new TorchEngine(new EngineOptions(1)).Begin(SmallNetworks.Conv(), new TrainingSet(data), new TrainingOptions { BatchSize = 64 });
        Hold(batches =>
        {
            for (int i = 0; i < batches; i++)
            {
                run.Step(samples, 1e-3);
                Assert.NotEqual(0, run.Parameters[0].Gradient.Length);
            }
        });
    }

    [Fact]
    public void Evaluation_and_observation_do_not_grow()
    {
        Dataset data = SmallNetworks.Quarters(16 * Batches);
        Network network = SmallNetworks.Conv();
        TorchEngine engine = new(new EngineOptions(1));
        int seen = 0;
        Hold(batches => engine.Observe(network, data.Select([.. Enumerable.Range(0, 16 * batches)]), ["h1", "y"], (_, _, _) => seen++));
        Assert.InRange(seen, 200, int.MaxValue);
    }

    private void Hold(Action<int> run)
    {
        // What is loaded, compiled and kept for all batches, and what allocators take their time to settle on.
        run(Batches);
        (long tensors, long bytes) = Now();
        run(Batches);
        (long after, long afterBytes) = Now();
        output.WriteLine($"{tensors} tensors and {bytes >> 10} kB before, {after} and {afterBytes >> 10} kB after {Batches} batches");
        Assert.Equal(tensors, after);
        Assert.InRange(afterBytes - bytes, long.MinValue, Allowed);
    }

    private static (long Tensors, long Bytes) Now()
    {
        for (int i = 0; i < 3; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }
        using System.Diagnostics.Process self = System.Diagnostics.Process.GetCurrentProcess();
        return (torch.Tensor.TotalCount, self.WorkingSet64 - GC.GetTotalMemory(false));
    }
}
