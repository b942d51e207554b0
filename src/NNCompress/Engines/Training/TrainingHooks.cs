namespace NNCompress.Engines.Training;

/// <summary>Several hooks as one: before a step in their order, after it in the same order.</summary>
public sealed class TrainingHooks(params IReadOnlyList<ITrainingHook> hooks) : ITrainingHook
{
    public IReadOnlyList<(string Name, Memory<float> Values)> State =>
        [.. hooks.SelectMany((hook, i) => hook.State.Select(s => ($"{i}.{s.Name}", s.Values)))];

    public void Begin(ITrainingRun run, long totalSteps)
    {
        foreach (ITrainingHook hook in hooks)
            hook.Begin(run, totalSteps);
    }

    public void BeforeStep(ITrainingRun run, long step, double learningRate)
    {
        foreach (ITrainingHook hook in hooks)
            hook.BeforeStep(run, step, learningRate);
    }

    public void AfterStep(ITrainingRun run, long step, double learningRate)
    {
        foreach (ITrainingHook hook in hooks)
            hook.AfterStep(run, step, learningRate);
    }
}
