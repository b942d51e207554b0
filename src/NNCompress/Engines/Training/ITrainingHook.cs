namespace NNCompress.Engines.Training;

/// <summary>
/// Takes part in every step: masks, gates, proximal steps and straight-through rounding write <see cref="TrainingParameter.Values"/> between
/// steps and read <see cref="TrainingParameter.Gradient"/> after them.
/// </summary>
public interface ITrainingHook
{
    /// <summary>Called once, before the first step and before a checkpoint is loaded.</summary>
    /// <param name="run">Its parameters stay the same objects until training ends.</param>
    /// <param name="totalSteps">Steps of all epochs.</param>
    void Begin(ITrainingRun run, long totalSteps);

    /// <summary>Called before forward and backward.</summary>
    /// <param name="run">The run.</param>
    /// <param name="step">From 0.</param>
    /// <param name="learningRate">Of this step.</param>
    void BeforeStep(ITrainingRun run, long step, double learningRate);

    /// <summary>Called after the optimiser's step. The values that it leaves are those that validation sees and that training ends with.</summary>
    /// <param name="run">The run.</param>
    /// <param name="step">From 0.</param>
    /// <param name="learningRate">Of this step.</param>
    void AfterStep(ITrainingRun run, long step, double learningRate);

    /// <summary>All of the hook that later steps depend on, in a fixed order: part of a checkpoint. Writing to it restores a state.</summary>
    IReadOnlyList<(string Name, Memory<float> Values)> State { get; }
}
