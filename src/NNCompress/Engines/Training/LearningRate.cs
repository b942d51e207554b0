namespace NNCompress.Engines.Training;

/// <summary>The learning rate of each step.</summary>
internal static class LearningRate
{
    /// <param name="options">Rate and schedule.</param>
    /// <param name="step">From 0.</param>
    /// <param name="stepsPerEpoch">Steps of an epoch.</param>
    public static double At(TrainingOptions options, long step, long stepsPerEpoch)
    {
        double share = step / (double)(stepsPerEpoch * options.Epochs), rate = options.LearningRate, end = options.FinalRate;
        return options.Schedule switch
        {
            ScheduleKind.Step => rate * Math.Pow(options.StepFactor, step / stepsPerEpoch / options.StepEpochs),
            ScheduleKind.Cosine => end + ((rate - end) * (1 + Math.Cos(Math.PI * share)) / 2),
            ScheduleKind.Linear => rate + ((end - rate) * share),
            _ => rate,
        };
    }
}
