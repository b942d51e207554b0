using NNCompress.Engines.Training;
using NNCompress.Models;

namespace NNCompress.Pruning.Lottery;

/// <summary>Keeps a network as it was after some steps of its training.</summary>
/// <param name="network">The one that is trained.</param>
/// <param name="step">Number of steps; 0 for its weights before training.</param>
internal sealed class RewindPoint(Network network, long step) : ITrainingHook
{
    public IReadOnlyList<(string Name, Memory<float> Values)> State => [];

    /// <summary>The network at that step; where training was shorter, the last one seen, which is the first.</summary>
    public Network Kept { get; private set; } = network.Clone();

    public void Begin(ITrainingRun run, long totalSteps)
    {
    }

    public void BeforeStep(ITrainingRun run, long step, double learningRate)
    {
    }

    public void AfterStep(ITrainingRun run, long done, double learningRate)
    {
        if (done + 1 != step)
            return;
        run.WriteBack();
        Kept = network.Clone();
    }
}
