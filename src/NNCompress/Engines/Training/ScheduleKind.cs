namespace NNCompress.Engines.Training;

/// <summary>How the learning rate changes over a run.</summary>
public enum ScheduleKind
{
    Constant,

    /// <summary>Times <see cref="TrainingOptions.StepFactor"/> every <see cref="TrainingOptions.StepEpochs"/> epochs.</summary>
    Step,

    /// <summary>Half a cosine wave from the rate to <see cref="TrainingOptions.FinalRate"/>, step by step (Loshchilov and Hutter, "SGDR", 2017, without restarts).</summary>
    Cosine,

    /// <summary>A straight line from the rate to <see cref="TrainingOptions.FinalRate"/>, step by step.</summary>
    Linear,
}
